// Each turn as a line: what was said, what was decided and why, and a bar of where the time went.
import { clock, element } from "/api.js";
import { DECISIONS } from "/timeline.js";

const STAGES = [
  ["speculated", "noticing the pause"], ["end-of-turn", "being sure"], ["final-text", "last words"], ["first-token", "brain"],
  ["first-clause", "first clause"], ["first-audio", "voice"], ["packet-out", "sending"],
];

export function legend() {
  return [...STAGES.map(([, name], index) => element("span", {}, element("i", { class: `s${index}` }), name)), element("span", {}, element("i", { class: "limit" }), "budget")];
}

/** @param turns { turn, floor, reply, waterfall, at } in order; longestMs: what the widest bar stands for */
export function turnLines(turns, jump) {
  const longest = Math.max(450, ...turns.map((one) => one.waterfall?.totalMs ?? 0));
  return turns.map((one) => element("li", {},
    element("button", { type: "button", class: "cite", "aria-label": `Play from ${clock(one.at)}`, onclick: () => jump(one.at) }, clock(one.at)),
    element("div", { class: "what" },
      element("p", {}, one.turn.text || "(nothing understood)"),
      element("p", { class: "quiet" }, [one.turn.reason, one.floor?.reason, one.reply?.reason].filter(Boolean).join("; "))),
    chip(one),
    one.waterfall ? bar(one.waterfall, longest) : element("span", { class: "quiet time" }, "")));
}

function chip({ turn, floor, reply }) {
  const [words, tone] = turn.state === "aborted" ? ["went on", ""]
    : reply?.state === "interrupted" ? ["interrupted", "warn"]
      : [DECISIONS[floor?.decision] ?? floor?.decision ?? turn.state, floor?.decision === "speak" ? "good" : ""];
  return element("span", { class: `chip ${tone}` }, words);
}

function bar(fall, longest) {
  const pieces = element("div", { class: "pieces" });
  for (const span of fall.spans ?? []) {
    const piece = element("span", { class: `s${STAGES.findIndex(([name]) => name === span.name)}` });
    piece.style.width = `${100 * span.ms / longest}%`;
    pieces.append(piece);
  }
  const budget = element("i", { class: "budget" });
  budget.style.left = `${100 * fall.budgetMs / longest}%`;
  pieces.append(budget);
  const words = (fall.spans ?? []).filter((span) => span.ms >= 1).map((span) => `${name(span.name)} ${Math.round(span.ms)} ms`).join(", ");
  const late = fall.totalMs > fall.budgetMs;
  return element("div", { class: "time", title: words },
    element("span", { class: late ? "late" : "" }, `${Math.round(fall.totalMs)} ms`, ...(fall.culprit ? [element("span", { class: "quiet" }, ` most of it ${name(fall.culprit)}`)] : [])),
    element("div", { role: "img", "aria-label": `Budget ${Math.round(fall.budgetMs)} ms; ${words}` }, pieces));
}

function name(stage) {
  return STAGES.find(([known]) => known === stage)?.[1] ?? stage;
}
