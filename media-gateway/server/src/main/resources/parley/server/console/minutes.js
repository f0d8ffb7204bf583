// The minutes: each statement with the moments it comes from, and the word of a person that they may be sent.
import { call, clock, day, element } from "/api.js";

/** @param view jump(ms, utteranceId), over (whether the meeting is), onFailure(failure) */
export async function showMinutes(place, chip, meetingId, view) {
  const minutes = await call("GET", `/v1/meetings/${meetingId}/minutes`).catch(() => ({}));
  const parts = [
    ...part("Summary", minutes.summary, view), ...part("Decisions", minutes.decisions, view), ...part("Action items", minutes.actionItems, view),
    ...part("Open questions", minutes.openQuestions, view), ...topics(minutes.topics, view),
  ];
  const approval = minutes.approval;
  chip.textContent = parts.length === 0 ? "" : approval ? "approved" : "draft";
  chip.className = `chip ${approval ? "good" : "warn"}`;
  if (parts.length === 0) {
    place.replaceChildren(element("p", { class: "empty" }, view.over ? "Nothing that belongs into minutes was said." : "Decisions, action items and open questions appear here as they are said."));
    return;
  }
  if (approval) parts.push(element("p", { class: "quiet" }, `Approved by ${approval.by || "somebody"}, ${day(approval.at)}.`));
  else if (view.over) parts.push(approve(meetingId, view, () => showMinutes(place, chip, meetingId, view)));
  place.replaceChildren(...parts, ...(minutes.method ? [element("p", { class: "quiet" }, `Made by ${minutes.method}. `, ...download(meetingId, view))] : []));
}

function part(title, statements, view) {
  if (!statements?.length) return [];
  return [element("div", {}, element("h3", {}, title), element("ul", { class: "statements" }, ...statements.map((one) => element("li", {},
    one.text,
    ...(one.owner || one.due ? [" ", element("span", { class: "tag" }, [one.owner, one.due && `due ${one.due}`].filter(Boolean).join(", "))] : []),
    ...(one.citations ?? []).map((cite) => element("button", { type: "button", class: "cite", "aria-label": `Play ${cite.speaker} at ${clock(cite.startMs)}`, onclick: () => view.jump(cite.startMs, cite.utteranceId) }, clock(cite.startMs)))))))];
}

function topics(found, view) {
  if (!found?.length) return [];
  return [element("div", {}, element("h3", {}, "Topics"), element("ul", { class: "statements" }, ...found.map((one) => element("li", {}, one.title,
    element("button", { type: "button", class: "cite", "aria-label": `Play from ${clock(one.startMs)}`, onclick: () => view.jump(one.startMs) }, clock(one.startMs))))))];
}

function approve(meetingId, view, again) {
  const name = element("input", { required: "", maxlength: 100, autocomplete: "name", placeholder: "Your name", value: localStorage.getItem("parley-name") ?? "" });
  return element("form", { class: "approve", onsubmit: async (event) => {
    event.preventDefault();
    const button = event.target.querySelector("button");
    button.disabled = true;
    try {
      await call("POST", `/v1/meetings/${meetingId}/minutes/approve`, { by: name.value.trim() });
      again();
    } catch (failure) {
      button.disabled = false;
      view.onFailure(failure);
    }
  } }, element("p", { class: "quiet" }, "A draft leaves the gateway only once somebody has read it."),
  element("div", { class: "compose" }, element("label", {}, element("span", { class: "unseen" }, "Your name"), name), element("button", { class: "primary" }, "Approve and send")));
}

function download(meetingId, view) {
  return ["md", "html"].flatMap((format) => [element("a", { href: view.withKey(`/v1/meetings/${meetingId}/minutes?format=${format}`) }, format === "md" ? "Markdown" : "Page"), " "]);
}
