// Tells the kernel whether the page is dark, when the widget is shown and whenever the theme changes.
//
// As messages, not as an attribute: an attribute would be stored in the notebook's file. It also gives the explorer's
// parts what ipywidgets cannot give them from Python: a name for each slider's handle, and an empty alternative text for
// the pictures, whose words stand beside them for screen readers. And in a list the keys belong to the list: JupyterLab would
// go to the next cell on an arrow, and make the cell another on a letter.

function nameParts(explorer) {
  for (const picture of explorer.querySelectorAll("img.widget-image:not([alt])")) {
    picture.alt = "";
  }
  for (const list of explorer.querySelectorAll("select")) {
    list.setAttribute("data-lm-suppress-shortcuts", "true");
  }
  for (const handle of explorer.querySelectorAll(".noUi-handle:not([aria-label])")) {
    const label = handle.closest(".widget-slider, .widget-inline-hbox")?.querySelector(".widget-label")?.textContent;
    if (label) handle.setAttribute("aria-label", label);
  }
}

function render({ model, el }) {
  const tell = () => model.send({ dark: document.body.dataset.jpThemeLight === "false" });
  const theme = new MutationObserver(tell);
  theme.observe(document.body, { attributes: true, attributeFilter: ["data-jp-theme-light"] });
  tell();

  let parts = null;
  // The widget is put on the page after this function has returned.
  const frame = requestAnimationFrame(() => {
    const explorer = el.closest(".widget-vbox");
    if (!explorer) return;
    nameParts(explorer);
    parts = new MutationObserver(() => nameParts(explorer));
    parts.observe(explorer, { childList: true, subtree: true });
  });
  return () => {
    cancelAnimationFrame(frame);
    theme.disconnect();
    parts?.disconnect();
  };
}

export default { render };
