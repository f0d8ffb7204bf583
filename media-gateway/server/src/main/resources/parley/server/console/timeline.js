// A meeting to look at: a lane for each participant, the sound, what was decided and when; and below, some seconds of it
// around the moment that plays, with the words under the sound. Clicks and arrow keys go to a moment.
import { clock, element } from "/api.js";

const LANE = 40;
const SOUND = 40;
const LENS_PIXELS_PER_SECOND = 110;
const WORD_ROWS = 3;
const MARKS = { speak: "M0,-5 L5,4 L-5,4 Z", hand: "M-4,-4 H4 V4 H-4 Z", chat: "M0,-5 L5,0 L0,5 L-5,0 Z", hold: "M-4,0 a4,4 0 1 0 8,0 a4,4 0 1 0 -8,0 Z", silent: "M-5,-1 H5 V1 H-5 Z" };
export const DECISIONS = { speak: "speaks", hold: "waits", hand: "raises its hand", chat: "writes", silent: "stays silent" };

export class Timeline {
  #place; #seek; #data = { said: [], floors: [], endMs: 0 }; #atMs = 0; #peaks; #overview; #lens;

  constructor(place, seek) {
    this.#place = place;
    this.#seek = seek;
    this.#overview = element("div", { class: "overview", role: "slider", tabindex: "0", "aria-label": "Moment of the meeting", "aria-valuemin": 0 });
    this.#lens = element("div", { class: "lens", "aria-hidden": "true" });
    place.append(this.#overview, this.#lens);
    this.#overview.addEventListener("click", (event) => this.#clicked(event));
    this.#overview.addEventListener("keydown", (event) => this.#pressed(event));
    new ResizeObserver(() => this.#draw()).observe(place);
  }

  /** @param data said (in order of time), floors ({ at, decision, reason }), endMs */
  show(data) {
    this.#data = data;
    this.#draw();
  }

  /** @param peaks loudness from 0 to 1 every 20 ms */
  sound(peaks) {
    this.#peaks = peaks;
    this.#draw();
  }

  at(ms) {
    this.#atMs = ms;
    this.#overview.setAttribute("aria-valuemax", Math.round(this.#end() / 1000));
    this.#overview.setAttribute("aria-valuenow", Math.round(ms / 1000));
    this.#overview.setAttribute("aria-valuetext", clock(ms));
    this.#overview.querySelector(".playhead")?.setAttribute("transform", `translate(${this.#x(ms)},0)`);
    this.#drawLens();
  }

  #end() { return Math.max(10_000, this.#data.endMs); }
  #width() { return Math.max(200, this.#place.clientWidth); }
  #x(ms) { return ms / this.#end() * this.#width(); }
  #lanes() { return [...new Set(this.#data.said.map((one) => one.speaker || one.participantId))]; }

  #clicked(event) {
    const box = this.#overview.getBoundingClientRect();
    this.#seek(Math.max(0, (event.clientX - box.left) / box.width * this.#end()));
  }

  #pressed(event) {
    const step = { ArrowLeft: -5000, ArrowRight: 5000, PageDown: -30_000, PageUp: 30_000, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#seek(Math.min(this.#end(), Math.max(0, this.#atMs + step)));
  }

  #draw() {
    const lanes = this.#lanes();
    const width = this.#width();
    const top = this.#peaks ? SOUND : 0;
    const height = top + LANE * lanes.length + 44;
    const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" });
    if (this.#peaks) svg.append(make("path", { class: "sound", d: this.#wave(0, this.#end(), width, SOUND - 8) }));
    lanes.forEach((name, index) => {
      const y = top + LANE * index;
      svg.append(make("text", { x: 0, y: y + 12 }, name), make("line", { class: "lane", x1: 0, x2: width, y1: y + 26, y2: y + 26 }));
    });
    for (const one of this.#data.said) {
      const y = top + LANE * lanes.indexOf(one.speaker || one.participantId) + 18;
      svg.append(make("rect", { class: `said ${one.agent ? "agent" : ""}`, x: this.#x(one.startMs), y, width: Math.max(3, this.#x(one.endMs - one.startMs)), height: 16, rx: 4 }, make("title", {}, one.text)));
    }
    for (const floor of this.#data.floors) {
      svg.append(make("path", { class: `mark ${floor.decision}`, d: MARKS[floor.decision] ?? MARKS.silent, transform: `translate(${Math.min(width - 6, Math.max(6, this.#x(floor.at)))},${height - 30})` },
        make("title", {}, `${clock(floor.at)} the agent ${DECISIONS[floor.decision] ?? floor.decision}: ${floor.reason ?? ""}`)));
    }
    const step = tick(this.#end(), width / 70);
    for (let ms = 0; ms <= this.#end(); ms += step) {
      if (this.#x(ms) > width - 40) break;
      svg.append(make("text", { class: "faint", x: this.#x(ms), y: height - 4 }, clock(ms)));
    }
    svg.append(make("g", { class: "playhead" }, make("line", { x1: 0, x2: 0, y1: 0, y2: height - 18 })));
    this.#overview.replaceChildren(svg);
    this.at(this.#atMs);
  }

  /** The loudness as a shape around a middle line. */
  #wave(fromMs, toMs, width, height) {
    const points = Math.min(width, Math.ceil((toMs - fromMs) / 20));
    const loud = [];
    for (let i = 0; i < points; i++) {
      const from = Math.floor((fromMs + (toMs - fromMs) * i / points) / 20);
      const to = Math.max(from + 1, Math.floor((fromMs + (toMs - fromMs) * (i + 1) / points) / 20));
      let most = 0;
      for (let at = Math.max(0, from); at < to && at < this.#peaks.length; at++) most = Math.max(most, this.#peaks[at]);
      loud.push(most);
    }
    const x = (i) => (i * width / Math.max(1, points)).toFixed(1);
    const half = height / 2;
    const upper = loud.map((value, i) => `${i ? "L" : "M"}${x(i)},${(half - .5 - value * (half - 1)).toFixed(1)}`);
    const lower = loud.map((value, i) => `L${x(i)},${(half + .5 + value * (half - 1)).toFixed(1)}`).reverse();
    return `${upper.join("")}${lower.join("")}Z`;
  }

  #drawLens() {
    const width = this.#width();
    const seconds = width / LENS_PIXELS_PER_SECOND;
    const from = Math.max(0, Math.min(this.#atMs - seconds * 400, this.#end() - seconds * 1000));
    const to = from + seconds * 1000;
    const x = (ms) => (ms - from) / 1000 * LENS_PIXELS_PER_SECOND;
    const seen = this.#data.said.filter((one) => one.endMs > from && one.startMs < to);
    const lanes = [...new Set(seen.map((one) => one.speaker || one.participantId))];
    const top = this.#peaks ? SOUND : 0;
    const lane = 26 + WORD_ROWS * 16;
    const height = top + Math.max(1, lanes.length) * lane;
    const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, width, height });
    if (this.#peaks) svg.append(make("path", { class: "sound", d: this.#wave(from, to, width, SOUND - 8) }));
    lanes.forEach((name, index) => {
      const y = top + lane * index;
      const rows = new Array(WORD_ROWS).fill(-1);
      for (const one of seen.filter((said) => (said.speaker || said.participantId) === name)) {
        svg.append(make("rect", { class: `said ${one.agent ? "agent" : ""}`, x: x(one.startMs), y: y + 2, width: Math.max(3, x(one.endMs) - x(one.startMs)), height: 8, rx: 3 }));
        for (const word of wordsOf(one)) {
          const at = Math.max(0, x(word.startMs));
          const row = rows.findIndex((end) => end <= at);
          if (word.endMs < from || word.startMs > to || row < 0) continue;
          rows[row] = at + word.text.length * 7.6 + 6;
          svg.append(make("text", { class: word.startMs <= this.#atMs && this.#atMs < word.endMs ? "now" : "", x: at, y: y + 26 + row * 16 }, word.text));
        }
      }
    });
    svg.append(make("g", { class: "playhead", transform: `translate(${x(this.#atMs)},0)` }, make("line", { x1: 0, x2: 0, y1: 0, y2: height })));
    this.#lens.replaceChildren(svg);
  }
}

/** Where the words' times are not known, they share the utterance's time by their length. */
function wordsOf(said) {
  if (said.words?.length) return said.words;
  const texts = said.text.split(/\s+/).filter(Boolean);
  const letters = texts.reduce((sum, text) => sum + text.length + 1, 0);
  let startMs = said.startMs;
  return texts.map((text) => {
    const endMs = startMs + (said.endMs - said.startMs) * (text.length + 1) / letters;
    const word = { text, startMs, endMs };
    startMs = endMs;
    return word;
  });
}

function tick(endMs, most) {
  return [5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600].map((seconds) => seconds * 1000).find((step) => endMs / step <= most) ?? 7_200_000;
}

function make(name, attributes, ...children) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}
