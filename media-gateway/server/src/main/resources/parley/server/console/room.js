import { call, element, showAbout, subscribe } from "/api.js";

const room = location.pathname.split("/").pop();
const roomKey = new URLSearchParams(location.search).get("key") ?? "";
const place = (id) => document.getElementById(id);
const people = new Map();
const live = new Map();
let peer, signal, stream, you = "", token = "", left = false, muted = false, hand = false;

const problem = (text) => { place("problem").textContent = text; };
const connection = (text) => { place("connection").textContent = text; };

showAbout().then((about) => { place("hint").textContent = about.hint ?? ""; });
listMicrophones();
navigator.mediaDevices?.addEventListener("devicechange", listMicrophones);

async function listMicrophones() {
  const devices = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
  const chosen = place("microphones").value;
  const options = devices.filter((device) => device.kind === "audioinput" && device.deviceId)
    .map((device, index) => element("option", { value: device.deviceId }, device.label || `microphone ${index + 1}`));
  place("microphones").replaceChildren(element("option", { value: "" }, "the usual one"), ...options);
  place("microphones").value = chosen;
}

place("join").addEventListener("submit", async (event) => {
  event.preventDefault();
  problem("");
  place("enter").disabled = true;
  try {
    stream = await microphone();
    place("door").classList.add("hidden");
    place("inside").classList.remove("hidden");
    showLevel();
    connect();
    watchMeeting();
  } catch (failure) {
    problem(explain(failure));
    place("enter").disabled = false;
  }
});

function microphone() {
  if (!navigator.mediaDevices) throw new Error("This page has no access to microphones: open it by https or on this machine.");
  const device = place("microphones").value;
  return navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, ...(device ? { deviceId: { exact: device } } : {}) } });
}

function explain(failure) {
  switch (failure.name) {
    case "NotAllowedError": return "The microphone was refused. Allow it beside the address bar, then join again.";
    case "NotFoundError": return "No microphone was found. Connect one, then join again.";
    case "NotReadableError": return "The microphone is used by another program. Close it, then join again.";
    default: return failure.message;
  }
}

// ---------------------------------------------------------------------------------------------- the voice

function connect() {
  const address = new URL(`/rooms/${room}/signal`, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  signal = new WebSocket(address);
  connection("connecting …");
  signal.onopen = offerVoice;
  signal.onmessage = (message) => hear(JSON.parse(message.data));
  signal.onclose = () => {
    if (left) return;
    connection("the connection was lost, trying again …");
    setTimeout(connect, 1000);
  };
}

async function offerVoice() {
  peer?.close();
  peer = new RTCPeerConnection();
  stream.getAudioTracks().forEach((track) => peer.addTrack(track, stream));
  peer.ontrack = (event) => { place("sound").srcObject = event.streams[0] ?? new MediaStream([event.track]); };
  peer.onicecandidate = (event) => { if (event.candidate) tell({ type: "candidate", candidate: event.candidate.candidate }); };
  peer.onconnectionstatechange = () => {
    if (peer.connectionState === "connected") connection("connected");
    if (peer.connectionState === "failed") restart();
  };
  await peer.setLocalDescription();
  tell({ type: "join", name: place("name").value.trim() || "Guest", key: roomKey, resume: token, offer: peer.localDescription.sdp });
}

async function restart() {
  connection("the network changed, reconnecting …");
  peer.restartIce();
  await peer.setLocalDescription();
  tell({ type: "offer", sdp: peer.localDescription.sdp });
}

function tell(message) {
  if (signal?.readyState === WebSocket.OPEN) signal.send(JSON.stringify(message));
}

async function hear(message) {
  switch (message.type) {
    case "joined":
      you = message.you;
      token = message.token;
      people.clear();
      message.participants.forEach((one) => people.set(one.id, one));
      break;
    case "answer": await peer.setRemoteDescription({ type: "answer", sdp: message.sdp }); break;
    case "candidate": await peer.addIceCandidate({ candidate: message.candidate, sdpMid: message.sdpMid }).catch(() => {}); break;
    case "came": people.set(message.participant.id, message.participant); break;
    case "left": people.delete(message.id); break;
    case "renamed": change(message.id, { name: message.name }); break;
    case "muted": change(message.id, { muted: message.muted }); break;
    case "hand": change(message.id, { hand: message.raised }); break;
    case "chat": caption(`chat-${performance.now()}`, `${message.name} writes`, message.text, true, false); break;
    case "error": problem(message.message); if (["not-found", "denied", "full"].includes(message.reason)) left = true; break;
    case "ended": left = true; finish(message.message); break;
  }
  showPeople();
}

function change(id, what) {
  if (people.has(id)) Object.assign(people.get(id), what);
}

function showPeople() {
  place("people").replaceChildren(...[...people.values()].map((one) => {
    const tags = [one.id === you && "you", one.agent && "agent", one.muted && "muted", one.hand && "hand raised"].filter(Boolean).join(", ");
    return element("li", {}, one.name, " ", element("span", { class: "tag" }, tags));
  }));
}

function showLevel() {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    place("level").value = muted ? 0 : Math.min(1, 4 * Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length));
  }, 100);
}

// ---------------------------------------------------------------------------------------------- captions and the agent

async function watchMeeting() {
  const answer = await call("GET", "/v1/meetings?liveOnly=true").catch(() => ({}));
  const meeting = (answer.meetings ?? []).find((one) => (one.joinLink ?? "").split("?")[0].endsWith(`/room/${room}`));
  if (meeting) subscribe(meeting.id, show);
}

function show(event) {
  if (event.transcript) {
    const said = event.transcript;
    caption(said.utteranceId, said.speaker || said.participantId, said.text ?? "", said.final, said.agent);
  } else if (event.reply) {
    const words = { held: "is thinking", speaking: "is speaking", paused: "waits", finished: "listens", interrupted: "was interrupted and listens", cancelled: "listens", dropped: "listens" };
    agentState(words[event.reply.state] ?? "listens", event.reply.reason);
  } else if (event.turn?.state === "committed") {
    agentState("has understood", event.turn.reason);
  } else if (event.notice && !event.notice.resolved) {
    agentState(event.notice.message, "");
  }
}

function agentState(text, why) {
  place("agent-state").replaceChildren("The agent ", element("b", {}, text), why ? ` (${why})` : "");
}

function caption(id, who, text, final, agent) {
  let line = live.get(id);
  if (!line) {
    line = element("p", {});
    live.set(id, line);
    place("captions").append(line);
  }
  line.className = `${final ? "" : "live"} ${agent ? "agent" : ""}`;
  line.replaceChildren(element("span", { class: "who" }, who ?? ""), text);
  place("captions").scrollTop = place("captions").scrollHeight;
}

// ---------------------------------------------------------------------------------------------- the buttons

place("mute").addEventListener("click", () => {
  muted = !muted;
  stream.getAudioTracks().forEach((track) => { track.enabled = !muted; });
  place("mute").setAttribute("aria-pressed", muted);
  place("mute").textContent = muted ? "Unmute" : "Mute";
  tell({ type: "mute", muted });
});
place("hand").addEventListener("click", () => {
  hand = !hand;
  place("hand").setAttribute("aria-pressed", hand);
  place("hand").textContent = hand ? "Lower hand" : "Raise hand";
  tell({ type: "hand", raised: hand });
});
place("chat").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = place("chat-text").value.trim();
  if (text) tell({ type: "chat", text });
  place("chat-text").value = "";
});
place("leave").addEventListener("click", () => {
  left = true;
  tell({ type: "leave" });
  finish("You have left.");
});

function finish(text) {
  peer?.close();
  stream?.getTracks().forEach((track) => track.stop());
  connection(text);
}
