import { call, clock, element, showAbout } from "/api.js";

const problem = document.getElementById("problem");
showAbout();

document.getElementById("new").addEventListener("submit", async (event) => {
  event.preventDefault();
  problem.textContent = "";
  const form = new FormData(event.target);
  try {
    const meeting = await call("POST", "/v1/meetings", { title: form.get("title"), connector: "room", ...(form.get("policy") ? { policy: form.get("policy") } : {}) });
    location.href = meeting.joinLink ?? `/room/${meeting.id}`;
  } catch (failure) {
    problem.textContent = failure.message;
  }
});

document.getElementById("search").addEventListener("submit", async (event) => {
  event.preventDefault();
  const hits = document.getElementById("hits");
  try {
    const answer = await call("GET", `/v1/search?query=${encodeURIComponent(new FormData(event.target).get("query"))}`);
    hits.replaceChildren(...(answer.hits ?? []).map((hit) => element("p", {}, element("a", { href: `/meeting.html?id=${hit.meetingId}&at=${hit.startMs}` }, `${hit.title || hit.meetingId}, ${clock(hit.startMs)}`), ` ${hit.speaker}: ${hit.snippet}`)));
    if (!answer.hits?.length) hits.textContent = "Nothing found.";
  } catch (failure) {
    hits.textContent = failure.message;
  }
});

async function refresh() {
  const answer = await call("GET", "/v1/meetings").catch((failure) => { problem.textContent = failure.message; return {}; });
  const meetings = answer.meetings ?? [];
  document.getElementById("none").classList.toggle("hidden", meetings.length > 0);
  document.getElementById("list").replaceChildren(...meetings.map((meeting) => {
    const there = (meeting.participants ?? []).filter((one) => one.present).map((one) => one.name).join(", ");
    const links = [element("a", { href: `/meeting.html?id=${meeting.id}` }, "look")];
    if (meeting.joinLink && meeting.state === "in-call") links.push(" ", element("a", { href: meeting.joinLink }, "talk"));
    return element("tr", {}, element("td", {}, new Date(meeting.opened).toLocaleString()), element("td", {}, meeting.title || meeting.id), element("td", {}, meeting.state ?? "", meeting.stateReason ? ` (${meeting.stateReason})` : ""), element("td", {}, there), element("td", {}, ...links));
  }));
}
refresh();
setInterval(refresh, 5000);
