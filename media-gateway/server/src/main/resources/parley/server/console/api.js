// What the pages share: calls of the API, and small pieces of the document.
const key = new URLSearchParams(location.search).get("token") ?? sessionStorage.getItem("parley-key") ?? "";
if (key) sessionStorage.setItem("parley-key", key);

export async function call(method, path, body) {
  const response = await fetch(path, {
    method,
    headers: { ...(body ? { "content-type": "application/json" } : {}), ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: body ? JSON.stringify(body) : undefined,
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error([answer.message, answer.remedy].filter(Boolean).join(" ") || `the gateway answered ${response.status}`);
  return answer;
}

export function withKey(path) {
  return key ? `${path}${path.includes("?") ? "&" : "?"}key=${encodeURIComponent(key)}` : path;
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

// A meeting's events, from the last one seen on; goes on by itself after a broken connection.
export function subscribe(meetingId, onEvent, onConnection = () => {}) {
  let last = 0;
  let stopped = false;
  let wait = 500;
  const connect = () => {
    const address = new URL(withKey(`/v1/meetings/${meetingId}/events?afterSeq=${last}`), location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.onopen = () => { wait = 500; onConnection(true); };
    socket.onmessage = (message) => {
      const event = JSON.parse(message.data);
      if (event.seq) { last = event.seq; onEvent(event); }
    };
    socket.onclose = (closed) => {
      if (closed.code === 1000) { stopped = true; onConnection(true, "over"); }
      if (stopped) return;
      onConnection(false);
      setTimeout(connect, wait);
      wait = Math.min(8000, wait * 2);
    };
  };
  connect();
  return () => { stopped = true; };
}

export async function showAbout() {
  const about = await call("GET", "/about.json").catch(() => ({}));
  const line = [about.hearing && `hears with ${about.hearing}`, about.speaking && `speaks with ${about.speaking}`].filter(Boolean).join(", ");
  const place = document.getElementById("about");
  if (place) { place.textContent = line; place.title = about.hint ?? ""; }
  return about;
}
