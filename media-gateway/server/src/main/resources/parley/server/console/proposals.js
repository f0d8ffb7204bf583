// Proposals: what an agent wants to do and may not do alone, with two buttons.
import { call, element } from "/api.js";

const STATES = { pending: "waits", approved: "approved, running", rejected: "rejected", expired: "expired", done: "done", failed: "failed" };

export function stateChip(state) {
  const tone = { pending: "warn", approved: "good", done: "good", rejected: "", expired: "", failed: "bad" }[state] ?? "";
  return element("span", { class: `chip ${tone}` }, STATES[state] ?? state);
}

export function riskChip(risk) {
  return element("span", { class: `chip ${{ high: "bad", medium: "warn" }[risk] ?? "good"}` }, `${risk} risk`);
}

/**
 * @param onDecided called with the proposal as it is then, or with the failure as the second
 */
export function proposalCard(proposal, onDecided) {
  const comment = element("input", { maxlength: 500, placeholder: "Comment, for the audit log", autocomplete: "off" });
  const left = element("span", { class: "quiet left", "data-expires": proposal.expires ?? "" });
  const decide = async (verb, event) => {
    const buttons = event.target.closest("form").querySelectorAll("button");
    buttons.forEach((button) => { button.disabled = true; });
    try {
      onDecided(await call("POST", `/v1/proposals/${proposal.id}/${verb}`, { comment: comment.value.trim() }));
    } catch (failure) {
      buttons.forEach((button) => { button.disabled = false; });
      onDecided(undefined, failure);
    }
  };
  const card = element("section", { class: `card proposal ${proposal.risk}`, id: proposal.id, "aria-label": `Proposal: ${proposal.what}` },
    element("div", { class: "head" }, element("h2", {}, proposal.what || proposal.tool), element("span", { class: "row" }, riskChip(proposal.risk), left)),
    element("p", { class: "quiet" }, `${proposal.agent || "The agent"} asks, in `, element("a", { href: `/meeting.html?id=${proposal.meetingId}` }, "this meeting"), `, by the tool ${proposal.tool}.`),
    ...details(proposal.arguments),
    element("form", { class: "line", onsubmit: (event) => event.preventDefault() },
      element("label", {}, element("span", { class: "unseen" }, `Comment on ${proposal.what}`), comment),
      element("button", { type: "button", class: "primary", onclick: (event) => decide("approve", event) }, "Approve"),
      element("button", { type: "button", class: "danger", onclick: (event) => decide("reject", event) }, "Reject")));
  showTimeLeft(card);
  return card;
}

/** Counts down in all cards below that place. */
export function showTimeLeft(root) {
  for (const left of root.querySelectorAll(".left")) {
    if (!left.dataset.expires) continue;
    const seconds = Math.max(0, Math.round((new Date(left.dataset.expires) - Date.now()) / 1000));
    left.textContent = seconds === 0 ? "expired" : seconds < 120 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`;
    left.classList.toggle("soon", seconds < 30);
  }
}

function details(text) {
  let values;
  try { values = JSON.parse(text || "{}"); } catch { values = { "": text }; }
  const entries = Object.entries(values ?? {});
  if (!entries.length) return [];
  return [element("dl", { class: "arguments" }, ...entries.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, typeof value === "string" ? value : JSON.stringify(value))]))];
}
