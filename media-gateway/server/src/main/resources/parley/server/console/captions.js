// Captions as they come: live text in grey until it is final, one line for each utterance, the view kept at the end
// unless the reader has gone back.
import { element } from "/api.js";

const MOST_LINES = 400;

export class Captions {
  #place; #lines = new Map();

  constructor(place) {
    this.#place = place;
  }

  said(utterance) {
    this.#line(utterance.utteranceId, utterance.speaker || utterance.participantId, utterance.text ?? "", `${utterance.final ? "" : "live"} ${utterance.agent ? "agent" : ""}`);
  }

  chat(name, text, agent, onlyYou) {
    this.#line(`chat-${performance.now()}`, `${name} wrote${onlyYou ? " to you alone" : ""}`, text, `chat ${agent ? "agent" : ""}`);
  }

  #line(id, who, text, look) {
    const atEnd = this.#place.scrollHeight - this.#place.scrollTop - this.#place.clientHeight < 60;
    let line = this.#lines.get(id);
    if (!text && !line) return;
    if (!line) {
      this.#place.querySelector(".empty")?.remove();
      line = element("p", {});
      this.#lines.set(id, line);
      this.#place.append(line);
      this.#forgetOldest();
    }
    line.className = look;
    line.replaceChildren(element("span", { class: "who" }, who ?? ""), element("span", { class: "words" }, text));
    if (atEnd) this.#place.scrollTop = this.#place.scrollHeight;
  }

  #forgetOldest() {
    if (this.#lines.size <= MOST_LINES) return;
    const [id, line] = this.#lines.entries().next().value;
    this.#lines.delete(id);
    line.remove();
  }
}
