// The talk page: a door, a call with captions, and what to do when something is in the way.
import { about, call, currentKey, element, subscribe } from "/api.js";
import { Captions } from "/captions.js";
import { explain, listMicrophones, nameOf, obstacle, openMicrophone, watchLevel } from "/microphone.js";
import { hideNotice, showNotice } from "/notice.js";
import { refusal } from "/refusals.js";
import { RoomCall } from "/voice.js";

const room = decodeURIComponent(location.pathname.split("/").pop());
const roomKey = new URLSearchParams(location.search).get("key") ?? "";
const place = (id) => document.getElementById(id);
const captions = new Captions(place("captions"));
const people = new Map();
let voice, stream, you = "", muted = false, hand = false, meetingId = "", watched = "", captionPass = "", endLevel = () => {}, endWatch = () => {}, wasConnected = false;

about().then((models) => { place("hint").textContent = models.hint ?? ""; });
place("name").value = localStorage.getItem("parley-name") ?? "";
showMicrophones();
navigator.mediaDevices?.addEventListener?.("devicechange", () => showMicrophones());
const inTheWay = obstacle();
if (inTheWay) problem(inTheWay);

async function showMicrophones() {
  const options = await listMicrophones();
  const using = stream?.getAudioTracks()[0]?.getSettings().deviceId ?? "";
  for (const select of document.querySelectorAll(".microphones")) {
    const chosen = options.some((one) => one.id === select.value) ? select.value : using;
    select.replaceChildren(element("option", { value: "" }, "Usual microphone"), ...options.map((one) => element("option", { value: one.id }, one.name)));
    select.value = options.some((one) => one.id === chosen) ? chosen : "";
  }
}

// ---------------------------------------------------------------------------------------------- the door

place("join").addEventListener("submit", async (event) => {
  event.preventDefault();
  await joinWithMicrophone(place("door-microphones").value);
});
place("listen").addEventListener("click", () => join(undefined));
// Until here a form that is sent would leave the page, and lose the key of its link.
place("enter").disabled = Boolean(inTheWay);
place("listen").disabled = Boolean(inTheWay) && !window.RTCPeerConnection;

async function joinWithMicrophone(device) {
  hideNotice(place("notice"));
  place("enter").disabled = true;
  try {
    join(await openMicrophone(device));
  } catch (failure) {
    problem(explain(failure), [
      { label: "Try again", primary: true, run: () => joinWithMicrophone(device) },
      { label: "Join without microphone", run: () => join(undefined) },
    ]);
  } finally {
    place("enter").disabled = Boolean(inTheWay);
  }
}

function join(microphone) {
  hideNotice(place("notice"));
  const name = place("name").value.trim() || "Guest";
  localStorage.setItem("parley-name", place("name").value.trim());
  wasConnected = false;
  useStream(microphone);
  place("door").classList.add("hidden");
  place("inside").classList.remove("hidden");
  voice = new RoomCall({ room, key: roomKey, name, onState: stateIs, onMessage: hear, onSound: (sound) => { place("sound").srcObject = sound; } });
  voice.enter(microphone);
}

// ---------------------------------------------------------------------------------------------- how the call is

function stateIs(state, detail) {
  const chip = place("connection");
  chip.dataset.state = state;
  switch (state) {
    case "connecting": chip.textContent = "Connecting"; break;
    case "connected":
      chip.textContent = "Connected";
      if (wasConnected) passing({ title: "Connected again" });
      else hideNotice(place("notice"));
      wasConnected = true;
      if (muted) voice.tell({ type: "mute", muted });
      if (hand) voice.tell({ type: "hand", raised: hand });
      break;
    case "reconnecting":
      chip.textContent = "Reconnecting";
      problem({ title: wasConnected ? "The connection was lost" : "The gateway cannot be reached", text: "Trying again by itself. Your place in the meeting is kept for a while." },
        [{ label: "Try now", run: () => voice.retryNow() }]);
      break;
    case "over": chip.textContent = ""; over(refusal(detail)); break;
  }
}

function over(why) {
  endLevel();
  endWatch();
  watched = "";
  stream = undefined;
  people.clear();
  muted = hand = false;
  press("mute", false, "Mute");
  press("hand", false, "Raise hand");
  place("inside").classList.add("hidden");
  const actions = [];
  if (why.again) actions.push({ label: "Join again", primary: true, run: () => { hideNotice(place("notice")); place("door").classList.remove("hidden"); place("enter").focus(); } });
  if (meetingId) actions.push({ label: "Transcript and minutes", primary: !why.again, href: `/meeting.html?id=${meetingId}` });
  actions.push({ label: "All meetings", href: "/" });
  showNotice(place("notice"), { ...why, actions });
  place("notice").querySelector("button, a")?.focus();
}

function problem(what, actions) {
  showNotice(place("notice"), { ...what, tone: "bad", actions });
}

/** Says something that needs no answer, for a moment. */
function passing(what) {
  showNotice(place("notice"), { ...what, tone: "good" });
  const shown = place("notice").firstChild;
  setTimeout(() => { if (place("notice").firstChild === shown) hideNotice(place("notice")); }, 4000);
}

window.addEventListener("online", () => voice?.retryNow());
window.addEventListener("pagehide", () => voice?.tell({ type: "leave" }));

// ---------------------------------------------------------------------------------------------- the microphone

function useStream(microphone) {
  endLevel();
  stream = microphone;
  place("mute").disabled = !microphone;
  place("microphone-name").textContent = microphone ? "" : "You only listen. Choose a microphone to talk.";
  place("level").value = 0;
  showMicrophones();
  if (!microphone) return;
  endLevel = watchLevel(microphone, (level) => { place("level").value = muted ? 0 : level; });
  const track = microphone.getAudioTracks()[0];
  track.enabled = !muted;
  place("microphone-name").textContent = nameOf(track);
  track.onended = () => { if (stream === microphone) microphoneIsGone(); };
  track.onmute = () => { place("microphone-name").textContent = `${nameOf(track)}: silenced by the system`; };
  track.onunmute = () => { place("microphone-name").textContent = nameOf(track); };
}

/** A headset was unplugged or the permission withdrawn: whichever microphone is left is better than none. */
async function microphoneIsGone() {
  try {
    const next = await openMicrophone("");
    await voice.useMicrophone(next);
    useStream(next);
    passing({ title: "The microphone was taken away", text: `Now you talk with ${nameOf(next.getAudioTracks()[0])}.` });
  } catch (failure) {
    useStream(undefined);
    problem({ title: "The microphone was taken away", text: `Nobody hears you any more. ${explain(failure).text}` },
      [{ label: "Try again", primary: true, run: microphoneIsGone }]);
  }
}

place("call-microphones").addEventListener("change", async (event) => {
  try {
    const next = await openMicrophone(event.target.value);
    await voice.useMicrophone(next);
    useStream(next);
    hideNotice(place("notice"));
  } catch (failure) {
    problem(explain(failure));
    showMicrophones();
  }
});

// ---------------------------------------------------------------------------------------------- what the room says

function hear(message) {
  switch (message.type) {
    case "joined":
      you = message.you;
      people.clear();
      message.participants.forEach((one) => people.set(one.id, one));
      voice.tell({ type: "captions" });
      break;
    case "captions": readAlong(message.meeting, message.pass); return;
    case "came": people.set(message.participant.id, message.participant); break;
    case "left": people.delete(message.id); break;
    case "renamed": change(message.id, { name: message.name }); break;
    case "muted": change(message.id, { muted: message.muted }); break;
    case "hand": change(message.id, { hand: message.raised }); break;
    case "chat": captions.chat(message.name, message.text, people.get(message.from)?.agent, message.private); break;
    case "error": problem({ title: "That did not work", text: message.message }); break;
  }
  showPeople();
}

function change(id, what) {
  if (people.has(id)) Object.assign(people.get(id), what);
}

function showPeople() {
  place("count").textContent = people.size;
  place("people").replaceChildren(...[...people.values()].map((one) => {
    const tags = [one.id === you && "you", one.agent && "agent", one.muted && "muted", one.hand && "hand raised"].filter(Boolean);
    return element("li", { class: one.agent ? "agent" : "" }, element("span", { class: "name" }, one.name), ...tags.map((tag) => element("span", { class: "tag" }, tag)));
  }));
}

/** The room says which meeting it is, and lets its guests read along; who has a key of their own sees more. */
async function readAlong(meeting, pass) {
  captionPass = pass;
  if (watched === meeting) return; // a new pass, for the next connection
  watched = meeting;
  const known = pass && !currentKey() ? undefined : await call("GET", `/v1/meetings/${meeting}`).catch(() => undefined);
  if (watched !== meeting) return; // left meanwhile
  if (known) {
    meetingId = meeting;
    place("title").textContent = known.title || "Talk";
  }
  endWatch();
  endWatch = subscribe(meeting, known ? show : showCaption, (how) => { if (how === "lost" && pass) voice?.tell({ type: "captions" }); }, known ? currentKey : () => captionPass);
}

/** Captions tell nothing of what the agent is about to do, only that it speaks. */
function showCaption(event) {
  show(event);
  if (event.transcript?.agent) agentIs(...(event.transcript.final ? ["listening", "The agent listens"] : ["speaking", "The agent speaks"]));
}

function show(event) {
  if (event.transcript) captions.said(event.transcript);
  else if (event.reply) {
    const [state, words] = {
      held: ["thinking", "The agent thinks"], speaking: ["speaking", "The agent speaks"], paused: ["thinking", "The agent waits"],
      interrupted: ["listening", "Interrupted: the agent listens"],
    }[event.reply.state] ?? ["listening", "The agent listens"];
    agentIs(state, words, event.reply.reason);
  } else if (event.turn?.state === "committed") agentIs("thinking", "The agent thinks", event.turn.reason);
  else if (event.floor && event.floor.decision === "silent") agentIs("listening", "The agent listens", event.floor.reason);
  else if (event.notice && !event.notice.resolved && event.notice.severity !== "info") agentIs("trouble", event.notice.message);
  else if (event.notice?.resolved) agentIs("listening", "The agent listens");
}

function agentIs(state, words, why = "") {
  place("agent-state").dataset.state = state;
  place("agent-state").title = why;
  place("agent-words").textContent = words;
}

// ---------------------------------------------------------------------------------------------- the buttons

function press(id, pressed, label) {
  place(id).setAttribute("aria-pressed", pressed);
  place(id).textContent = label;
}

place("mute").addEventListener("click", () => {
  muted = !muted;
  stream?.getAudioTracks().forEach((track) => { track.enabled = !muted; });
  press("mute", muted, muted ? "Unmute" : "Mute");
  voice.tell({ type: "mute", muted });
});
place("hand").addEventListener("click", () => {
  hand = !hand;
  press("hand", hand, hand ? "Lower hand" : "Raise hand");
  voice.tell({ type: "hand", raised: hand });
});
place("chat").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = place("chat-text").value.trim();
  if (text) voice.tell({ type: "chat", text });
  place("chat-text").value = "";
});
place("leave").addEventListener("click", () => voice.leave());
