// Asks before something that cannot be taken back.
import { element } from "/api.js";

/** @return whether the person wants it */
export function confirmed(title, text, label) {
  return new Promise((answer) => {
    const close = (wanted) => { dialog.close(); dialog.remove(); answer(wanted); };
    const dialog = element("dialog", { class: "card", "aria-labelledby": "dialog-title" },
      element("h2", { id: "dialog-title" }, title), element("p", {}, text),
      element("div", { class: "row" }, element("button", { type: "button", autofocus: "", onclick: () => close(false) }, "No, keep it"), element("button", { type: "button", class: "danger", onclick: () => close(true) }, label)));
    dialog.addEventListener("cancel", () => close(false));
    document.body.append(dialog);
    dialog.showModal();
  });
}
