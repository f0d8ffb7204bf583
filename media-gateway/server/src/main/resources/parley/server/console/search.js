// Full text over all meetings, with the moment to jump to. The address carries the words, so that it can be shared.
import { call, clock, element } from "/api.js";
import { frame } from "/frame.js";
import { hideNotice, showNotice } from "/notice.js";

const place = (id) => document.getElementById(id);
let query = new URLSearchParams(location.search).get("query") ?? "";
let next = "";
let shown = 0;
frame();
place("query").value = query;
if (query) look();
else place("query").focus();

place("search").addEventListener("submit", (event) => {
  event.preventDefault();
  query = place("query").value.trim();
  history.replaceState(null, "", `?query=${encodeURIComponent(query)}`);
  look();
});
place("more").addEventListener("click", () => more());

function look() {
  place("hits").replaceChildren();
  place("tally").textContent = "";
  next = "";
  shown = 0;
  hideNotice(place("notice"));
  if (query) more();
}

async function more() {
  try {
    const answer = await call("GET", `/v1/search?query=${encodeURIComponent(query)}&pageToken=${encodeURIComponent(next)}`);
    next = answer.nextPageToken ?? "";
    const hits = answer.hits ?? [];
    shown += hits.length;
    hits.forEach(show);
    place("tally").textContent = shown === 0 ? `Nobody said “${query}”. Words are looked for as they were recognized; try fewer of them, or another form.`
      : `${shown}${next ? " and more" : ""} ${shown === 1 ? "place" : "places"}`;
  } catch (failure) {
    showNotice(place("notice"), { title: "The search did not work", text: failure.message, tone: "bad" });
  }
  place("more").classList.toggle("hidden", next === "");
}

function show(hit) {
  const address = `/meeting.html?id=${hit.meetingId}`;
  let card = place("hits").lastElementChild;
  if (card?.dataset.meeting !== hit.meetingId) {
    card = element("section", { class: "card", "data-meeting": hit.meetingId }, element("h2", {}, element("a", { href: address }, hit.title || hit.meetingId)), element("ul", { class: "hits" }));
    place("hits").append(card);
  }
  card.querySelector("ul").append(element("li", {},
    element("a", { class: "cite", href: `${address}&at=${hit.startMs}`, "aria-label": `${clock(hit.startMs)} in ${hit.title}` }, clock(hit.startMs)),
    element("span", { class: "who" }, hit.speaker ?? ""), element("span", {}, ...marked(hit.snippet ?? ""))));
}

/** Matches come between [ and ]. */
function marked(snippet) {
  return snippet.split(/(\[[^\]]*\])/).map((part) => part.startsWith("[") ? element("mark", {}, part.slice(1, -1)) : part);
}
