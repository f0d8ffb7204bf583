// The start page: what goes on, what was, and a new meeting.
import { call, day, element, every, span } from "/api.js";
import { frame } from "/frame.js";
import { hideNotice, showNotice } from "/notice.js";

const place = (id) => document.getElementById(id);
const past = new Map();
let next = "";
frame();
every(4000, refresh);

place("new").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  const request = { title: form.get("title") || "A conversation", connector: "room", recording: { audio: form.has("audio"), transcriptOnly: !form.has("audio") } };
  if (form.get("policy")) request.policy = form.get("policy");
  try {
    const meeting = await call("POST", "/v1/meetings", request);
    location.href = meeting.joinLink ?? `/meeting.html?id=${meeting.id}`;
  } catch (failure) {
    problem(failure);
  }
});

document.addEventListener("parley-waiting", ({ detail: waiting }) => {
  place("waiting").classList.toggle("hidden", waiting === 0);
  place("waiting").textContent = waiting === 1 ? "One proposal waits for your approval" : `${waiting} proposals wait for your approval`;
});

place("more").addEventListener("click", () => older().catch(problem));

async function refresh() {
  try {
    const newest = await call("GET", "/v1/meetings");
    const meetings = newest.meetings ?? [];
    if (past.size === 0) next = newest.nextPageToken ?? "";
    showLive(meetings.filter((one) => !isOver(one)));
    showPast(meetings.filter(isOver));
    if (place("notice").dataset.about === "list") hideNotice(place("notice"));
  } catch (failure) {
    problem(failure);
    place("notice").dataset.about = "list";
  }
}

async function older() {
  const page = await call("GET", `/v1/meetings?pageToken=${encodeURIComponent(next)}`);
  next = page.nextPageToken ?? "";
  showPast((page.meetings ?? []).filter(isOver));
}

const isOver = (meeting) => meeting.state === "ended" || meeting.state === "failed";

function problem(failure) {
  showNotice(place("notice"), { title: "That did not work", text: failure.message, tone: "bad" });
  place("notice").dataset.about = "";
}

function showLive(meetings) {
  place("live-card").classList.toggle("hidden", meetings.length === 0);
  const rows = meetings.map((meeting) => {
    const there = (meeting.participants ?? []).filter((one) => one.present && !one.self).map((one) => one.name).join(", ");
    const help = meeting.state === "needs-help" || meeting.state === "lobby";
    return element("li", {},
      element("div", { class: "what" }, element("a", { href: `/meeting.html?id=${meeting.id}` }, meeting.title || meeting.id),
        element("p", { class: "quiet" }, [meeting.agent && `with ${meeting.agent}`, there ? `there: ${there}` : "nobody there yet", `since ${day(meeting.opened)}`].filter(Boolean).join(" · "))),
      element("span", { class: `chip ${help ? "warn" : "live"}` }, help ? meeting.stateMessage || meeting.state : meeting.state === "in-call" ? "live" : meeting.state),
      element("span", { class: "row" },
        element("a", { class: "button", href: `/meeting.html?id=${meeting.id}`, "aria-label": `Watch ${meeting.title}` }, "Watch"),
        ...(meeting.joinLink && meeting.state === "in-call" ? [element("a", { class: "button primary", href: meeting.joinLink, "aria-label": `Talk in ${meeting.title}` }, "Talk")] : [])));
  });
  replaceWhereChanged(place("live"), rows);
}

function showPast(meetings) {
  meetings.forEach((meeting) => past.set(meeting.id, meeting));
  const all = [...past.values()].sort((a, b) => b.opened.localeCompare(a.opened));
  replaceWhereChanged(place("past"), all.map((meeting) => {
    const lasted = meeting.ended ? span((new Date(meeting.ended) - new Date(meeting.opened)) / 1000) : "";
    return element("li", {},
      element("div", { class: "what" }, element("a", { href: `/meeting.html?id=${meeting.id}` }, meeting.title || meeting.id),
        element("p", { class: "quiet" }, [day(meeting.opened), lasted, meeting.agent && `with ${meeting.agent}`].filter(Boolean).join(" · "))),
      element("span", { class: `chip ${meeting.state === "failed" ? "bad" : ""}` }, meeting.stateReason || meeting.state));
  }));
  place("none").classList.toggle("hidden", all.length > 0);
  place("more").classList.toggle("hidden", next === "");
}

/** A list that is the same stays as it is, so that the focus stays where it is. */
function replaceWhereChanged(list, rows) {
  const made = element("ul", {}, ...rows);
  if (made.innerHTML !== list.innerHTML) list.replaceChildren(...rows);
}
