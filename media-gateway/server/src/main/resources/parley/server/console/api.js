// What the pages share: calls of the API, a meeting's events, and small pieces of the document.
const given = new URLSearchParams(location.search).get("token");
if (given) sessionStorage.setItem("parley-key", given);
let key = sessionStorage.getItem("parley-key") ?? "";

export class Refused extends Error {
  constructor(status, answer) {
    super([answer.message, answer.remedy].filter(Boolean).join(". ") || `The gateway answered ${status}.`);
    this.status = status;
    this.code = answer.code ?? "";
  }
}

/** Whoever is told "unauthorized" may ask for a key: the page hears of it by an event. */
export async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, {
      method,
      headers: { ...(body ? { "content-type": "application/json" } : {}), ...(key ? { authorization: `Bearer ${key}` } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch {
    throw new Refused(0, { code: "unreachable", message: "The gateway cannot be reached", remedy: "Is it running?" });
  }
  const answer = await response.json().catch(() => ({}));
  if (response.status === 401) document.dispatchEvent(new CustomEvent("parley-unauthorized", { detail: key ? answer.message : "" }));
  if (!response.ok) throw new Refused(response.status, answer);
  return answer;
}

export function currentKey() { return key; }

export function useKey(value) {
  key = value;
  if (value) sessionStorage.setItem("parley-key", value);
  else sessionStorage.removeItem("parley-key");
}

export function withKey(path, using = key) {
  return using ? `${path}${path.includes("?") ? "&" : "?"}key=${encodeURIComponent(using)}` : path;
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (attribute.startsWith("on")) made.addEventListener(attribute.slice(2), value);
    else made.setAttribute(attribute, value);
  }
  made.append(...children);
  return made;
}

export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const pad = (n) => String(n).padStart(2, "0");
  return seconds < 3600 ? `${pad(Math.floor(seconds / 60))}:${pad(seconds % 60)}` : `${Math.floor(seconds / 3600)}:${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
}

export function day(time) {
  return new Date(time).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** "40 s", "12 min", "1 h 5 min" */
export function span(seconds) {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Calls now and then, but not while nobody looks. */
export function every(ms, action) {
  const timer = setInterval(() => { if (!document.hidden) action(); }, ms);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) action(); });
  action();
  return () => clearInterval(timer);
}

// A meeting's events, from the last one seen on; goes on by itself after a broken connection, with the key that is good then.
export function subscribe(meetingId, onEvent, onConnection = () => {}, keyNow = currentKey) {
  let last = 0;
  let stopped = false;
  let wait = 500;
  let socket;
  const connect = () => {
    if (stopped) return;
    const address = new URL(withKey(`/v1/meetings/${meetingId}/events?afterSeq=${last}`, keyNow()), location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(address);
    socket.onopen = () => { wait = 500; onConnection("open"); };
    socket.onmessage = (message) => {
      const event = JSON.parse(message.data);
      if (event.seq) { last = event.seq; if (!stopped) onEvent(event); }
    };
    socket.onclose = (closed) => {
      if (stopped) return;
      // 1000: the meeting is over. 1008: we may not, which will not change.
      if (closed.code === 1000 || closed.code === 1008) { stopped = true; onConnection(closed.code === 1000 ? "over" : "refused"); return; }
      onConnection("lost");
      setTimeout(connect, wait);
      wait = Math.min(8000, wait * 2);
    };
  };
  connect();
  return () => { stopped = true; closeQuietly(socket); };
}

/** Closed while it connects, a socket complains on the browser's console: it is closed once it is open then. */
export function closeQuietly(socket) {
  if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
  else {
    socket.onopen = null;
    socket.close();
  }
}

export async function about() {
  return call("GET", "/about.json").catch(() => ({}));
}
