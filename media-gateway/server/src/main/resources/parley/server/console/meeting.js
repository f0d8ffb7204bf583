// The meeting page, while it lasts and afterwards: timeline, transcript, turns and minutes, which all go to the same moment.
import { call, clock, day, element, span, subscribe, withKey } from "/api.js";
import { correct } from "/correction.js";
import { confirmed } from "/dialog.js";
import { frame } from "/frame.js";
import { showMinutes } from "/minutes.js";
import { hideNotice, showNotice } from "/notice.js";
import { proposalCard, showTimeLeft } from "/proposals.js";
import { loudness } from "/sound.js";
import { DECISIONS, Timeline } from "/timeline.js";
import { legend, turnLines } from "/turns.js";

const query = new URLSearchParams(location.search);
const id = query.get("id") ?? "";
const place = (name) => document.getElementById(name);
const player = place("player");
const utterances = new Map();
const lines = new Map();
const floors = [];
const turns = new Map();
const participants = new Map();
/** The moment that the address asks for, until somebody goes to another one. */
let asked = query.has("at") ? Number(query.get("at")) : undefined;
let over = false, latestMs = 0, drawing = 0, minutesDue = 0, proposalsDue = 0;

frame();
const timeline = new Timeline(place("timeline"), (ms) => jump(ms));
place("timeline-legend").append(...Object.entries(DECISIONS).map(([decision, words]) => element("span", {}, element("i", { class: `shape ${decision}` }), words)));
place("legend").append(...legend());
place("exports").append(...[["txt", "Text"], ["md", "Markdown"], ["vtt", "WebVTT"], ["srt", "SRT"], ["json", "JSON"]].map(([format, name]) =>
  element("a", { href: withKey(`/v1/meetings/${id}/transcript?format=${format}`) }, name)));
load().catch((failure) => problem(failure.code === "no-such-meeting" ? "There is no such meeting" : "The meeting cannot be shown", failure.message));

async function load() {
  if (!id) throw new Error("The address lacks the meeting: open one from the list.");
  const meeting = await call("GET", `/v1/meetings/${id}`);
  document.title = `${meeting.title || "Meeting"} · Parley`;
  place("title").textContent = meeting.title || meeting.id;
  show(meeting);
  subscribe(id, take, (how) => {
    if (how === "lost") {
      problem("The connection was lost", "Trying again by itself.");
      call("GET", `/v1/meetings/${id}`).catch(() => {}); // a token that is over asks for another one
    }
    else if (how === "open") hideNotice(place("notice"));
    else if (how === "over" && !over) call("GET", `/v1/meetings/${id}`).then(show);
  });
}

function show(meeting) {
  over = meeting.state === "ended" || meeting.state === "failed";
  place("state").textContent = over ? ["over", meeting.stateReason].filter(Boolean).join(": ") : meeting.state === "in-call" ? "live" : meeting.state;
  place("state").className = `chip ${over ? "" : "live"}`;
  const lasted = over && meeting.ended ? span((new Date(meeting.ended) - new Date(meeting.opened)) / 1000) : "";
  place("facts").textContent = [day(meeting.opened), lasted, meeting.agent && `with ${meeting.agent}`, meeting.connector].filter(Boolean).join(" · ");
  place("speak").classList.toggle("hidden", over);
  place("actions").replaceChildren(...(over
    ? [element("button", { type: "button", class: "danger", onclick: remove }, "Delete")]
    : [...(meeting.joinLink ? [element("a", { class: "button primary", href: meeting.joinLink }, "Talk")] : []), element("button", { type: "button", class: "danger", onclick: end }, "End")]));
  if (meeting.degraded?.length) problem("Something works less well than it should", meeting.degraded.join(". "));
  if (over) showSound();
  else place("no-sound").textContent = "The sound can be played when the meeting is over.";
  minutesLater(0);
  proposalsLater(0);
}

async function showSound() {
  const tracks = await call("GET", `/v1/meetings/${id}/recordings`).catch(() => ({}));
  const mix = tracks.recordings?.find((track) => track.name === "mix");
  place("no-sound").textContent = mix ? "" : "No sound was recorded.";
  if (!mix) return;
  const address = withKey(`/v1/meetings/${id}/recordings/mix`);
  const other = withKey(`/v1/meetings/${id}/recordings/mix?format=m4a`);
  player.replaceChildren(element("source", { src: address, type: "audio/ogg" }), element("source", { src: other, type: "audio/mp4" }));
  player.load();
  player.classList.remove("hidden");
  place("no-sound").replaceChildren("Download: ", ...["ogg", "mp3", "m4a"].flatMap((format) => [element("a", { href: withKey(`/v1/meetings/${id}/recordings/mix?format=${format}`), download: "" }, format), " "]));
  loudness(address, Number(mix.bytes)).then((peaks) => { if (peaks) timeline.sound(peaks); }).catch(() => {});
}

// ---------------------------------------------------------------------------------------------- events

function take(event) {
  latestMs = Math.max(latestMs, event.atMs ?? 0);
  if (event.transcript) {
    utterances.set(event.transcript.utteranceId, event.transcript);
    line(event.transcript);
    if (event.transcript.final) minutesLater(3000);
  } else if (event.floor) { floors.push({ at: event.atMs, ...event.floor }); turn(event.floor.turnId).floor = event.floor; }
  else if (event.turn) Object.assign(turn(event.turn.turnId), { turn: event.turn, at: event.atMs });
  else if (event.reply) turn(event.reply.turnId).reply = event.reply;
  else if (event.waterfall) turn(event.waterfall.turnId).waterfall = event.waterfall;
  else if (event.note) minutesLater(1000);
  else if (event.proposal) proposalsLater(200);
  else if (event.participant) participants.set(event.participant.participant.id, event.participant.participant);
  else if (event.chat) line({ utteranceId: `chat-${event.seq}`, speaker: `${nameOf(event.chat.participantId)} wrote${event.chat.toParticipantId ? ` to ${nameOf(event.chat.toParticipantId)}` : ""}`, text: event.chat.text, startMs: event.atMs, final: true, agent: event.chat.agent });
  else if (event.notice && !event.notice.resolved && event.notice.severity !== "info" && !over) problem("Something works less well than it should", event.notice.message);
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(draw);
}

function nameOf(participantId) { return participants.get(participantId)?.name || participantId; }

function turn(turnId) {
  if (!turns.has(turnId)) turns.set(turnId, {});
  return turns.get(turnId);
}

/** Only what has changed is made again: a meeting has thousands of lines. */
function line(said) {
  let made = lines.get(said.utteranceId);
  if (!said.text) return;
  const captions = place("captions");
  const atEnd = captions.scrollHeight - captions.scrollTop - captions.clientHeight < 60;
  if (!made) {
    made = element("p", {});
    lines.set(said.utteranceId, made);
    captions.append(made);
  }
  made.className = `${said.final ? "" : "live"} ${said.agent ? "agent" : ""}`;
  made.replaceChildren(element("span", { class: "who" }, element("button", { type: "button", class: "cite", "aria-label": `Play from ${clock(said.startMs)}`, onclick: () => jump(said.startMs, said.utteranceId) }, clock(said.startMs)), speakerOf(said)), element("span", { class: "words" }, said.text));
  if (atEnd && !over) captions.scrollTop = captions.scrollHeight;
}

function speakerOf(said) {
  const name = said.speaker ?? "";
  if (!said.final || said.agent || !utterances.has(said.utteranceId)) return name;
  return element("button", { type: "button", class: "name", title: "Put right who said this, or what was said", "aria-label": `${name}: put right what was said at ${clock(said.startMs)}`, onclick: () => putRight(said) }, name);
}

async function putRight(said) {
  const people = [...participants.values()].filter((one) => !one.self);
  const changed = await correct(id, said, people);
  changed.forEach((transcript) => take({ transcript }));
  if (changed.length) minutesLater(0);
  lines.get(said.utteranceId)?.querySelector(".name")?.focus();
}

function draw() {
  const said = [...utterances.values()].filter((one) => one.text).sort((a, b) => a.startMs - b.startMs);
  const endMs = said.reduce((most, one) => Math.max(most, one.endMs), over ? Math.round((player.duration || 0) * 1000) : latestMs);
  timeline.show({ said, floors, endMs });
  if (asked !== undefined) at(asked);
  else if (!over && player.paused) timeline.at(endMs);
  const answered = [...turns.values()].filter((one) => one.turn);
  place("turns").replaceChildren(...(answered.length ? turnLines(answered, jump) : [element("li", { class: "empty" }, "No turn yet.")]));
  if (!place("captions").children.length) place("captions").append(element("p", { class: "empty" }, over ? "Nothing was said." : "Nothing has been said yet."));
  else place("captions").querySelector(".empty")?.remove();
}

// ---------------------------------------------------------------------------------------------- one moment for all

player.addEventListener("loadedmetadata", () => {
  if (asked !== undefined) player.currentTime = asked / 1000; // without a sound: nobody has asked for one
  draw();
});
player.addEventListener("play", () => { asked = undefined; });
player.addEventListener("timeupdate", () => { if (asked === undefined) at(player.currentTime * 1000); });

function at(ms, utteranceId) {
  timeline.at(ms);
  mark(utteranceId ?? [...utterances.values()].filter((one) => lines.has(one.utteranceId) && one.startMs <= ms + 50).sort((a, b) => a.startMs - b.startMs).at(-1)?.utteranceId);
}

function jump(ms, utteranceId) {
  asked = undefined;
  at(ms, utteranceId);
  if (!player.firstChild) return;
  player.currentTime = ms / 1000;
  player.play().catch(() => {});
}

function mark(utteranceId) {
  const marked = lines.get(utteranceId);
  if (!marked || marked.classList.contains("now")) return;
  place("captions").querySelector(".now")?.classList.remove("now");
  marked.classList.add("now");
  // Not scrollIntoView: it would move the page from under whoever reads elsewhere.
  place("captions").scrollTop = marked.offsetTop - place("captions").offsetTop - place("captions").clientHeight / 3;
}

// ---------------------------------------------------------------------------------------------- minutes, proposals, actions

function minutesLater(ms) {
  clearTimeout(minutesDue);
  minutesDue = setTimeout(() => showMinutes(place("minutes"), place("approval"), id, { jump, over, withKey, onFailure: (failure) => problem("The minutes were not approved", failure.message) }), ms);
}

function proposalsLater(ms) {
  clearTimeout(proposalsDue);
  proposalsDue = setTimeout(async () => {
    const answer = await call("GET", `/v1/proposals?state=pending&meetingId=${encodeURIComponent(id)}`).catch(() => ({}));
    const shown = new Map([...place("proposals").children].map((card) => [card.id, card]));
    const waiting = answer.proposals ?? [];
    shown.forEach((card, known) => { if (!waiting.some((one) => one.id === known)) card.remove(); });
    waiting.filter((one) => !shown.has(one.id)).forEach((one) => place("proposals").append(proposalCard(one, (_, failure) => {
      if (failure) problem("That was not possible", failure.message);
      proposalsLater(0);
    })));
  }, ms);
}
setInterval(() => showTimeLeft(place("proposals")), 1000);

place("speak").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = place("speak-text").value.trim();
  if (!text) return;
  place("speak-text").value = "";
  try {
    const said = await call("POST", `/v1/meetings/${id}/say`, { text });
    if (said.outcome !== "said") showNotice(place("notice"), { title: said.outcome === "interrupted" ? "The agent was interrupted" : "That was not said", text: [said.heardText && `Heard was: “${said.heardText}”`, said.reason].filter(Boolean).join(". "), tone: "warn" });
  } catch (failure) {
    problem("That was not said", failure.message);
  }
});

async function end() {
  if (!await confirmed("End this meeting?", "The agent leaves, and a room of our own closes for everybody. What was recorded stays.", "End it")) return;
  call("POST", `/v1/meetings/${id}/close`, { sayGoodbye: true }).then(show, (failure) => problem("The meeting goes on", failure.message));
}

async function remove() {
  if (!await confirmed("Delete everything of this meeting?", "Recordings, transcript, minutes and events are removed and cannot be brought back.", "Delete it")) return;
  call("DELETE", `/v1/meetings/${id}`).then(() => { location.href = "/"; }, (failure) => problem("Nothing was deleted", failure.message));
}

function problem(title, text) {
  showNotice(place("notice"), { title, text, tone: "bad" });
}
