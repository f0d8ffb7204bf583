// A message with what to do next, in a place that screen readers announce.
import { element } from "/api.js";

/** @param what title, text, tone ("bad" where something is wrong), actions: [{ label, run or href, primary }] */
export function showNotice(place, what) {
  place.className = `notice ${what.tone ?? ""}`;
  place.replaceChildren(
    element("h2", {}, what.title),
    ...(what.text ? [element("p", {}, what.text)] : []),
    ...(what.actions?.length ? [element("div", { class: "row" }, ...what.actions.map(action))] : []),
  );
}

export function hideNotice(place) {
  place.replaceChildren();
}

function action({ label, run, href, primary }) {
  const look = `button ${primary ? "primary" : ""}`;
  return href ? element("a", { class: look, href }, label) : element("button", { class: look, type: "button", onclick: run }, label);
}
