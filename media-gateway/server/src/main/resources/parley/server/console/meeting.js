import { call, clock, element, showAbout, subscribe, withKey } from "/api.js";

const query = new URLSearchParams(location.search);
const id = query.get("id") ?? "";
const place = (name) => document.getElementById(name);
const utterances = new Map();
const floors = [];
const turns = new Map();
const stages = ["speculated", "end-of-turn", "final-text", "first-token", "first-clause", "first-audio", "packet-out"];
let drawing = 0;

showAbout();
place("legend").replaceChildren(...stages.map((name, index) => element("span", {}, element("i", { class: `s${index}` }), name)));
place("exports").replaceChildren(...["txt", "md", "vtt", "srt", "json"].map((format) => element("a", { class: "button", href: withKey(`/v1/meetings/${id}/transcript?format=${format}`) }, format)));

async function load() {
  const meeting = await call("GET", `/v1/meetings/${id}`);
  place("title").textContent = meeting.title || meeting.id;
  place("state").textContent = [meeting.state, meeting.stateReason].filter(Boolean).join(": ");
  const tracks = await call("GET", `/v1/meetings/${id}/recordings`);
  if (tracks.recordings?.some((track) => track.name === "mix")) {
    place("player").src = withKey(`/v1/meetings/${id}/recordings/mix`);
    place("player").classList.remove("hidden");
  }
  subscribe(id, take, (connected, over) => { if (over) showMinutes(); });
  showMinutes();
  if (query.get("at")) jump(Number(query.get("at")));
}

function take(event) {
  if (event.transcript) utterances.set(event.transcript.utteranceId, event.transcript);
  else if (event.floor) { floors.push({ at: event.atMs, ...event.floor }); turn(event.floor.turnId).floor = event.floor; }
  else if (event.turn) Object.assign(turn(event.turn.turnId), { turn: event.turn, at: event.atMs });
  else if (event.reply) turn(event.reply.turnId).reply = event.reply;
  else if (event.waterfall) turn(event.waterfall.turnId).waterfall = event.waterfall;
  else if (event.state) place("state").textContent = [event.state.state, event.state.reason].filter(Boolean).join(": ");
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(draw);
}

function turn(turnId) {
  if (!turns.has(turnId)) turns.set(turnId, {});
  return turns.get(turnId);
}

function draw() {
  const said = [...utterances.values()].filter((one) => one.text).sort((a, b) => a.startMs - b.startMs);
  place("captions").replaceChildren(...said.map((one) => element("p", { class: `${one.final ? "" : "live"} ${one.agent ? "agent" : ""}`, id: one.utteranceId },
    element("button", { class: "cite", onclick: () => jump(one.startMs) }, clock(one.startMs)), element("span", { class: "who" }, one.speaker ?? ""), one.text)));
  drawTimeline(said);
  drawTurns();
}

function drawTimeline(said) {
  const lanes = [...new Set(said.map((one) => one.speaker ?? one.participantId))];
  const end = Math.max(10_000, ...said.map((one) => one.endMs));
  const scale = Math.max(900, end / 60) / end;
  const height = 34 * lanes.length + 40;
  const svg = make("svg", { class: "timeline", viewBox: `0 0 ${120 + end * scale} ${height}`, width: 120 + end * scale, height, role: "img", "aria-label": "who spoke when" });
  lanes.forEach((name, index) => {
    const y = 34 * index + 10;
    svg.append(make("text", { x: 4, y: y + 15 }, name), make("line", { class: "lane", x1: 110, x2: 110 + end * scale, y1: y + 10, y2: y + 10 }));
  });
  for (const one of said) {
    const y = 34 * lanes.indexOf(one.speaker ?? one.participantId) + 10;
    const bar = make("rect", { class: `said ${one.agent ? "agent" : ""}`, x: 110 + one.startMs * scale, y, width: Math.max(3, (one.endMs - one.startMs) * scale), height: 20, rx: 4 }, make("title", {}, one.text));
    bar.addEventListener("click", () => jump(one.startMs));
    svg.append(bar);
  }
  for (const floor of floors) {
    svg.append(make("text", { class: "decision", x: 110 + floor.at * scale, y: height - 18 }, { speak: "▲", silent: "·", hold: "◦", hand: "✋", chat: "✎" }[floor.decision] ?? "?", make("title", {}, floor.reason ?? "")));
  }
  for (let at = 0; at <= end; at += end > 300_000 ? 60_000 : 10_000) svg.append(make("text", { class: "faint", x: 110 + at * scale, y: height - 2 }, clock(at)));
  place("timeline").replaceChildren(svg);
}

function make(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

function drawTurns() {
  place("turns").replaceChildren(...[...turns.values()].filter((one) => one.turn).map((one) => {
    const fall = one.waterfall;
    const bar = element("div", { class: "bar", title: fall ? fall.spans.map((span) => `${span.name} ${Math.round(span.ms)} ms`).join(", ") : "" });
    for (const span of fall?.spans ?? []) {
      const piece = element("span", { class: `s${stages.indexOf(span.name)}` });
      piece.style.width = `${100 * span.ms / Math.max(fall.totalMs, fall.budgetMs)}%`;
      bar.append(piece);
    }
    const time = fall ? [`${Math.round(fall.totalMs)} ms of ${Math.round(fall.budgetMs)}`, fall.culprit && ` over: ${fall.culprit}`, bar] : [one.reply?.reason ?? ""];
    return element("tr", {}, element("td", {}, element("button", { class: "cite", onclick: () => jump(one.at) }, clock(one.at))),
      element("td", {}, one.turn.text ?? ""), element("td", {}, [one.turn.state, one.floor?.decision].filter(Boolean).join(", "), element("div", { class: "state" }, [one.turn.reason, one.floor?.reason].filter(Boolean).join("; "))),
      element("td", {}, ...time.filter(Boolean)));
  }));
}

async function showMinutes() {
  const minutes = await call("GET", `/v1/meetings/${id}/minutes`).catch(() => ({}));
  const part = (title, statements) => statements?.length ? [element("h3", {}, title), element("ul", {}, ...statements.map((one) => element("li", {}, one.text, one.owner ? ` (${[one.owner, one.due].filter(Boolean).join(", ")})` : "",
    ...(one.citations ?? []).map((cite) => element("button", { class: "cite", onclick: () => jump(cite.startMs, cite.utteranceId) }, clock(cite.startMs))))))] : [];
  const parts = [...part("Summary", minutes.summary), ...part("Decisions", minutes.decisions), ...part("Action items", minutes.actionItems), ...part("Open questions", minutes.openQuestions)];
  place("minutes").replaceChildren(...(parts.length ? parts : ["Nothing yet."]));
}

function jump(ms, utteranceId) {
  const player = place("player");
  if (player.src) { player.currentTime = ms / 1000; player.play().catch(() => {}); }
  const nearest = utteranceId ?? [...utterances.values()].findLast((one) => one.startMs <= ms)?.utteranceId;
  if (nearest) document.getElementById(nearest)?.scrollIntoView({ block: "center" });
}

load().catch((failure) => { place("problem").textContent = failure.message; });
