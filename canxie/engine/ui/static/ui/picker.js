// Makes a text field that asks for a place a combobox: it offers what it finds while one types.
// Without this the same form asks back which place was meant; what is sent is the same text.
// After the ARIA Authoring Practices: the focus stays in the field, the list is told of by aria-activedescendant.

const WAIT = 150 // milliseconds between the last key and the question

for (const input of document.querySelectorAll("input[data-places]")) combobox(input)

function combobox(input) {
  const list = document.createElement("ul")
  const status = document.createElement("p")
  list.id = `${input.id}-list`
  list.className = "picker__list"
  list.hidden = true
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", "找到的地方")
  status.className = "vh"
  status.setAttribute("role", "status")
  const frame = document.createElement("div")
  frame.className = "picker"
  input.before(frame)
  frame.append(input, list, status)
  for (const [name, value] of Object.entries({
    "role": "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
  })) input.setAttribute(name, value)

  let places = [], at = -1, timer, asked = 0

  const close = () => {
    list.hidden = true
    at = -1
    input.setAttribute("aria-expanded", "false")
    input.removeAttribute("aria-activedescendant")
  }

  const show = found => {
    places = found
    at = -1
    list.replaceChildren(...found.map(option))
    list.hidden = found.length === 0
    input.setAttribute("aria-expanded", String(found.length > 0))
    input.removeAttribute("aria-activedescendant")
    status.textContent = found.length ? `找到 ${found.length} 个，按上下键选` : "没有找到，换几个字"
  }

  const option = (place, index) => {
    const item = document.createElement("li")
    const name = document.createElement("strong")
    const where = document.createElement("span")
    item.id = `${list.id}-${index}`
    item.setAttribute("role", "option")
    item.setAttribute("aria-selected", "false")
    name.textContent = place.name
    where.className = "sub"
    where.textContent = place.where
    item.append(name, " ", where)
    item.addEventListener("mousedown", event => { // before the field loses the focus
      event.preventDefault()
      take(index)
    })
    return item
  }

  const mark = index => {
    list.children[at]?.setAttribute("aria-selected", "false")
    at = (index + places.length) % places.length
    const item = list.children[at]
    item.setAttribute("aria-selected", "true")
    item.scrollIntoView({ block: "nearest" })
    input.setAttribute("aria-activedescendant", item.id)
  }

  const take = index => {
    input.value = `${places[index].name} ${places[index].code}`
    status.textContent = `选了${places[index].name}`
    close()
  }

  const ask = async () => {
    const number = ++asked, text = input.value.trim()
    if (!text) return close()
    try {
      const answer = await fetch(`${input.dataset.places}?${new URLSearchParams({ q: text })}`)
      if (answer.ok && number === asked) show((await answer.json()).places)
    } catch {
      close() // no network: the form still works
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(ask, WAIT)
  })
  input.addEventListener("blur", close)
  input.addEventListener("keydown", event => {
    const isOpen = !list.hidden
    if (event.key === "ArrowDown" && isOpen) mark(at + 1)
    else if (event.key === "ArrowUp" && isOpen) mark(at < 0 ? places.length - 1 : at - 1)
    else if (event.key === "Enter" && isOpen && at >= 0) take(at)
    else if (event.key === "Escape" && isOpen) close()
    else return
    event.preventDefault()
  })
}
