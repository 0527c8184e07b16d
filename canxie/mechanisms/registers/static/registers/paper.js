// A button that prints, for browsers that run scripts; everyone else is told the keys.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
