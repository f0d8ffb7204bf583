// Everything that waits for a person's word, what was decided, and the log that proves it.
import { call, day, element, every } from "/api.js";
import { frame, showWaiting } from "/frame.js";
import { hideNotice, showNotice } from "/notice.js";
import { proposalCard, riskChip, showTimeLeft, stateChip } from "/proposals.js";

const place = (id) => document.getElementById(id);
const cards = new Map();
frame();
every(2000, refresh);
setInterval(() => showTimeLeft(place("pending")), 1000);
place("audit").addEventListener("toggle", () => { if (place("audit").open) showAudit(); });

async function refresh() {
  try {
    const [waiting, newest] = await Promise.all([call("GET", "/v1/proposals?state=pending&pageSize=200"), call("GET", "/v1/proposals?pageSize=50")]);
    showPending(waiting.proposals ?? []);
    showSettled((newest.proposals ?? []).filter((one) => one.state !== "pending"));
    if (place("notice").dataset.about === "list") hideNotice(place("notice"));
  } catch (failure) {
    say(failure.status === 403 ? "You may not decide" : "The proposals cannot be read", failure.message);
    place("notice").dataset.about = "list";
  }
}

/** Cards stay where they are while somebody writes into them. */
function showPending(proposals) {
  const ids = new Set(proposals.map((one) => one.id));
  for (const [id, card] of cards) {
    if (!ids.has(id)) { card.remove(); cards.delete(id); }
  }
  for (const proposal of proposals.toReversed()) {
    if (cards.has(proposal.id)) continue;
    const card = proposalCard(proposal, decided);
    cards.set(proposal.id, card);
    place("pending").querySelector(".calm")?.remove();
    place("pending").append(card);
  }
  if (cards.size === 0) place("pending").replaceChildren(element("p", { class: "card empty calm" }, "Nothing waits for you."));
  showWaiting(cards.size);
  place("state").textContent = cards.size ? `${cards.size} waiting` : "";
  place("state").className = "chip warn";
}

function decided(proposal, failure) {
  if (failure) say("That was not possible", failure.message);
  else hideNotice(place("notice"));
  refresh();
  if (place("audit").open) showAudit();
}

function showSettled(proposals) {
  place("none-settled").classList.toggle("hidden", proposals.length > 0);
  const rows = proposals.map((one) => element("li", {},
    element("div", { class: "what" }, element("a", { href: `/meeting.html?id=${one.meetingId}` }, one.what || one.tool),
      element("p", { class: "quiet" }, [one.settled && day(one.settled), one.agent, one.decidedBy && `by ${one.decidedBy}`, one.comment && `“${one.comment}”`, one.result].filter(Boolean).join(" · "))),
    riskChip(one.risk), stateChip(one.state)));
  const made = element("ul", {}, ...rows);
  if (made.innerHTML !== place("settled").innerHTML) place("settled").replaceChildren(...rows);
}

async function showAudit() {
  try {
    const answer = await call("GET", "/v1/audit?pageSize=50");
    place("audit-list").replaceChildren(
      element("p", { class: `chip ${answer.intact ? "good" : "bad"}` }, answer.intact ? "The log is whole: no entry was changed or removed" : "The log was tampered with: its hashes do not fit together"),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Audit log" }, element("table", {}, element("thead", {}, element("tr", {}, ...["When", "What", "Risk", "State", "By", "Comment"].map((name) => element("th", { scope: "col" }, name)))),
        element("tbody", {}, ...(answer.entries ?? []).map((one) => element("tr", {}, ...[day(one.at), one.action, one.risk, one.state, one.by, one.comment].map((text) => element("td", {}, text ?? ""))))))));
  } catch (failure) {
    place("audit-list").textContent = failure.message;
  }
}

function say(title, text) {
  showNotice(place("notice"), { title, text, tone: "bad" });
  place("notice").dataset.about = "";
}
