// Asks the browser for a passkey and sends what it answers with the form. A form says `data-passkey` "create" or "get",
// and in `data-options` what the server asks for. Where there are no passkeys the page offers codes.

const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), char => char.charCodeAt(0))
const text = buffer => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const says = form.querySelector("[data-says]"), credential = form.elements.credential
  form.addEventListener("submit", async event => {
    if (credential.value) return
    event.preventDefault()
    const button = event.submitter
    if (!window.PublicKeyCredential) return say("这个浏览器没有通行密钥，用动态口令。")
    say("照浏览器说的做……")
    try {
      credential.value = JSON.stringify(await asked(form.dataset.passkey, JSON.parse(form.dataset.options).publicKey))
      form.requestSubmit(button)
    } catch {
      say("没有成，再按一次，或者用动态口令。")
    }
  })
  const say = words => { says.textContent = words }
}

async function asked(kind, options) {
  options.challenge = bytes(options.challenge)
  if (options.user) options.user.id = bytes(options.user.id)
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const one of list ?? []) one.id = bytes(one.id)
  }
  const found = await navigator.credentials[kind]({ publicKey: options })
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = found.response
  const response = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle }
  for (const [name, value] of Object.entries(response)) response[name] = text(value) ?? undefined
  return {
    id: found.id, rawId: text(found.rawId), type: found.type, response,
    clientExtensionResults: found.getClientExtensionResults(),
    authenticatorAttachment: found.authenticatorAttachment ?? undefined,
  }
}
