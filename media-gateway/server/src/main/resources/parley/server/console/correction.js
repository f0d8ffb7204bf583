// Puts right who said a line of the transcript, or what was said in it.
import { call, clock, element } from "/api.js";
import { showNotice } from "/notice.js";

let opened = 0;

/**
 * Asks what is right and tells the gateway.
 * @param people participants who are or were there, without the agent
 * @return the utterances that changed, as they are now; none where the person thinks better of it
 */
export function correct(meetingId, said, people) {
  return new Promise((answer) => {
    const names = `names-${opened += 1}`;
    // Empty, so that all names are offered: browsers offer only those that begin like what is there.
    const who = element("input", { name: "who", placeholder: said.speaker ?? "", list: names, maxlength: 200, autocomplete: "off", autofocus: "" });
    const text = element("textarea", { name: "text", maxlength: 10000, required: "", rows: 3 });
    text.value = said.text;
    const all = element("input", { type: "checkbox", name: "all" });
    const wrong = element("div", { role: "alert" });
    const form = element("form", { method: "dialog", class: "stack" },
      element("h2", { id: `${names}-title` }, `What was said at ${clock(said.startMs)}`),
      element("label", {}, "Who said it", who), element("datalist", { id: names }, ...[...new Set(people.map((one) => one.name))].map((name) => element("option", { value: name }))),
      element("label", { class: "tick" }, all, "The same for everything heard from this microphone so far"),
      element("label", {}, "What was said", text), wrong,
      element("div", { class: "row" }, element("button", { type: "button", onclick: () => close([]) }, "Cancel"), element("button", { class: "primary" }, "Save")));
    const dialog = element("dialog", { class: "card", "aria-labelledby": `${names}-title` }, form);
    const close = (changed) => { dialog.close(); dialog.remove(); answer(changed); };
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        close(await told(meetingId, said, { who: who.value.trim() || said.speaker, text: text.value.trim(), all: all.checked }, people));
      } catch (failure) {
        showNotice(wrong, { title: "That was not put right", text: failure.message, tone: "bad" });
      }
    });
    dialog.addEventListener("cancel", () => close([]));
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function told(meetingId, said, right, people) {
  const changed = new Map();
  const tell = async (request) => {
    const answer = await call("POST", `/v1/meetings/${meetingId}/transcript/correct`, request);
    answer.utterances?.forEach((one) => changed.set(one.utteranceId, one));
  };
  if (right.who !== said.speaker || right.all) await tell({ ...(right.all ? { saidBy: said.participantId } : { utteranceIds: [said.utteranceId] }), ...speaker(right.who, people) });
  if (right.text !== said.text) await tell({ utteranceIds: [said.utteranceId], text: right.text });
  return [...changed.values()];
}

/** A name that one participant has is that participant; any other is only a name. */
function speaker(name, people) {
  const called = people.filter((one) => one.name === name);
  return called.length === 1 ? { participantId: called[0].id } : { speaker: name };
}
