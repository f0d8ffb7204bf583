// The way into a room: signalling over a WebSocket, the voice over WebRTC.
//
//   idle -> connecting -> connected <-> reconnecting -> over
//
// A break is mended by itself, for as long as it takes. What the room refuses is final: it would refuse again.
import { closeQuietly } from "/api.js";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
const MEDIA_PATIENCE_MS = 15_000;
/** Said to somebody who is inside already, and yet the end. */
const LAST_WORDS = ["no-media", "bad-offer", "ended"];

export class RoomCall {
  #settings; #signal; #peer; #stream; #token = ""; #inside = false;
  #state = "idle"; #wait = FIRST_WAIT_MS; #retry; #patience;

  /**
   * @param settings room, key, name, and the listeners onState(state, detail), onMessage(message), onSound(stream)
   */
  constructor(settings) {
    this.#settings = settings;
  }

  get state() { return this.#state; }

  /** @param stream of the microphone, or nothing for somebody who only listens */
  enter(stream) {
    this.#stream = stream;
    this.#become("connecting");
    this.#connect();
  }

  leave() {
    this.tell({ type: "leave" });
    this.#end({ reason: "left" });
  }

  tell(message) {
    if (this.#signal?.readyState === WebSocket.OPEN) this.#signal.send(JSON.stringify(message));
  }

  /** Goes on with another microphone, without a new connection where there was one before. */
  async useMicrophone(stream) {
    const had = this.#stream;
    this.#stream = stream;
    had?.getTracks().forEach((track) => track.stop());
    const sender = this.#peer?.getSenders().find((one) => one.track?.kind === "audio");
    if (had && sender) await sender.replaceTrack(stream.getAudioTracks()[0]);
    else if (this.#peer && this.#state !== "over") await this.#offerVoice();
  }

  /** Does not wait for the next attempt. */
  retryNow() {
    if (this.#state !== "reconnecting" || this.#signal?.readyState === WebSocket.CONNECTING) return;
    this.#connect();
  }

  #become(state, detail = {}) {
    this.#state = state;
    this.#settings.onState(state, detail);
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#forget(this.#signal);
    const address = new URL(`/rooms/${this.#settings.room}/signal`, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const signal = new WebSocket(address);
    this.#signal = signal;
    this.#inside = false;
    signal.onopen = () => this.#offerVoice();
    signal.onmessage = (message) => this.#hear(JSON.parse(message.data));
    signal.onclose = () => this.#lost();
  }

  #lost() {
    if (this.#state === "over") return;
    this.#forget(this.#signal);
    clearTimeout(this.#patience);
    this.#become("reconnecting", { waitMs: this.#wait });
    this.#retry = setTimeout(() => this.#connect(), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
  }

  #forget(signal) {
    if (!signal) return;
    signal.onmessage = signal.onclose = null;
    closeQuietly(signal);
  }

  // A peer belongs to one entry into the room: the room keeps the place by the token, not the connection.
  async #offerVoice() {
    const again = this.#inside;
    this.#peer?.close();
    const peer = new RTCPeerConnection();
    this.#peer = peer;
    if (this.#stream) this.#stream.getAudioTracks().forEach((track) => peer.addTrack(track, this.#stream));
    else peer.addTransceiver("audio", { direction: "recvonly" });
    peer.ontrack = (event) => this.#settings.onSound(event.streams[0] ?? new MediaStream([event.track]));
    peer.onicecandidate = (event) => { if (event.candidate) this.tell({ type: "candidate", candidate: event.candidate.candidate }); };
    peer.onconnectionstatechange = () => { if (peer === this.#peer) this.#mediaIs(peer.connectionState); };
    await peer.setLocalDescription();
    if (peer !== this.#peer) return;
    const sdp = peer.localDescription.sdp;
    this.tell(again ? { type: "offer", sdp, fresh: true } : { type: "join", name: this.#settings.name, key: this.#settings.key, resume: this.#token, offer: sdp });
  }

  #mediaIs(state) {
    if (this.#state === "over") return;
    clearTimeout(this.#patience);
    if (state === "connected") {
      this.#wait = FIRST_WAIT_MS;
      this.#become("connected");
    } else if (state === "disconnected" || state === "failed") {
      this.#become("reconnecting", { waitMs: 0 });
      this.#patience = setTimeout(() => this.#connect(), MEDIA_PATIENCE_MS);
      if (state === "failed") this.#restart();
    }
  }

  async #restart() {
    this.#peer.restartIce();
    await this.#peer.setLocalDescription();
    this.tell({ type: "offer", sdp: this.#peer.localDescription.sdp });
  }

  async #hear(message) {
    switch (message.type) {
      case "joined": this.#inside = true; this.#token = message.token; break;
      case "answer": await this.#peer.setRemoteDescription({ type: "answer", sdp: message.sdp }); return;
      case "candidate": await this.#peer.addIceCandidate({ candidate: message.candidate, sdpMid: message.sdpMid }).catch(() => {}); return;
      case "error":
        if (!this.#inside || LAST_WORDS.includes(message.reason)) { this.#end(message); return; }
        break;
      case "ended": this.#end({ ...message, reason: "ended" }); return;
    }
    this.#settings.onMessage(message);
  }

  #end(detail) {
    if (this.#state === "over") return;
    clearTimeout(this.#retry);
    clearTimeout(this.#patience);
    this.#forget(this.#signal);
    this.#peer?.close();
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#become("over", detail);
  }
}
