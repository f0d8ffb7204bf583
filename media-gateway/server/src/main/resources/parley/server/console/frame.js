// What stands around the pages of people who look after meetings: the way to the other pages, how many proposals wait,
// which models are at work, and a door for those who need a key.
import { about, call, currentKey, element, every, useKey } from "/api.js";

const PAGES = [["/", "Meetings"], ["/search.html", "Search"], ["/approvals.html", "Approvals"], ["/operator.html", "Usage"]];
let stopCounting = () => {};
const badge = element("span", { class: "badge hidden" });

export function frame() {
  const here = location.pathname === "/index.html" ? "/" : location.pathname;
  const links = PAGES.map(([href, name]) => element("a", { href, ...(href === here ? { "aria-current": "page" } : {}) }, name, ...(href === "/approvals.html" ? [badge] : [])));
  document.querySelector(".top").replaceChildren(
    element("a", { class: "brand", href: "/" }, element("img", { src: "/icon.svg", alt: "", width: 24, height: 24 }), "Parley"),
    element("nav", { "aria-label": "Pages" }, ...links));
  const foot = element("footer", { class: "foot" });
  document.body.append(foot);
  about().then((models) => {
    foot.textContent = [models.hearing && `Hears with ${models.hearing}`, models.speaking && `speaks with ${models.speaking}`].filter(Boolean).join(", ");
    if (models.hint) foot.append(element("br"), models.hint);
  });
  document.addEventListener("parley-unauthorized", (event) => askForKey(event.detail));
  stopCounting = every(10_000, countProposals);
}

/** Pages that know better say so themselves. */
export function showWaiting(number) {
  badge.textContent = number;
  badge.setAttribute("aria-label", `${number} waiting`);
  badge.classList.toggle("hidden", number === 0);
}

async function countProposals() {
  if (document.querySelector("dialog.key")) return;
  const answer = await call("GET", "/v1/proposals?state=pending&pageSize=200").catch((failure) => {
    if (failure.status === 403) stopCounting(); // this key may not decide, and will not
    return {};
  });
  const waiting = answer.proposals?.length ?? 0;
  showWaiting(waiting);
  document.dispatchEvent(new CustomEvent("parley-waiting", { detail: waiting }));
}

function askForKey(problem) {
  if (document.querySelector("dialog.key")) return;
  const input = element("input", { type: "password", autocomplete: "current-password", required: "" });
  const dialog = element("dialog", { class: "key card", "aria-labelledby": "key-title" },
    element("h2", { id: "key-title" }, "This gateway asks for a key"),
    element("p", { class: "quiet" }, "An API key, or a page token that somebody made for you. It stays in this tab only."),
    ...(problem ? [element("p", { class: "notice bad" }, problem)] : []),
    element("form", { onsubmit: (event) => { event.preventDefault(); useKey(input.value.trim()); location.reload(); } },
      element("label", {}, "Key", input), element("div", { class: "row" }, element("button", { class: "primary" }, "Go on"))));
  document.body.append(dialog);
  if (currentKey()) useKey("");
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.showModal();
}
