// What the operator of a tenant looks after: usage and quotas, keys and links, webhook deliveries.
import { call, currentKey, day, element, every, span, useKey } from "/api.js";
import { confirmed } from "/dialog.js";
import { frame } from "/frame.js";
import { showNotice } from "/notice.js";

const place = (id) => document.getElementById(id);
let next = "";
frame();
every(10_000, showUsage);
showDeliveries();
showKeys();
place("key-now").textContent = currentKey() ? `This tab uses a key that ends in ${currentKey().slice(-4)}.` : "This gateway asks for no key: it listens on this machine only. The first one is made there, by ./parley keys create TENANT.";
place("sign-out").addEventListener("click", () => { useKey(""); location.reload(); });
place("sign-out").classList.toggle("hidden", !currentKey());

async function showUsage() {
  try {
    const usage = await call("GET", "/v1/usage");
    const today = usage.today ?? {};
    const speech = parseFloat(usage.dailySpeech ?? "0");
    const tokens = Number(today.tokensIn ?? 0) + Number(today.tokensOut ?? 0) + Number(today.tokensSpeculative ?? 0);
    place("usage").replaceChildren(
      figure("Meetings now", usage.meetingsNow ?? 0, usage.maximumMeetings, String),
      figure("Turns answered", today.turns ?? 0, 0, String),
      figure("Speech heard", today.secondsHeard ?? 0, 0, span),
      figure("Speech spoken", today.secondsSpoken ?? 0, speech, span),
      figure("Tokens", tokens, Number(usage.dailyTokens ?? 0), (n) => n.toLocaleString()));
  } catch (failure) {
    problem(failure);
  }
}

function figure(name, value, quota, write) {
  const limited = quota > 0;
  return element("div", {}, element("dt", {}, name), element("dd", {}, write(value),
    ...(limited ? [element("span", { class: "quiet" }, ` of ${write(quota)}`), element("meter", { min: 0, max: quota, high: quota * .8, optimum: 0, value, "aria-label": `${name}: ${write(value)} of ${write(quota)}` })] : [])));
}

async function showKeys() {
  if (!currentKey()) return;
  try {
    const answer = await call("GET", "/v1/keys");
    place("keys").replaceChildren(...(answer.keys ?? []).map((key) => element("li", {},
      element("div", { class: "what" }, element("strong", {}, key.name || "a key without a name"), element("p", { class: "quiet" }, `${key.id} · ${(key.scopes ?? []).join(", ")}`)),
      element("button", { type: "button", class: "danger", "aria-label": `Take back ${key.name || key.id}`, onclick: () => takeBack(key) }, "Take back"))));
    place("new-key").classList.remove("hidden");
  } catch (failure) {
    place("keys").replaceChildren(element("li", { class: "quiet" }, failure.message));
  }
}

async function takeBack(key) {
  if (!await confirmed(`Take back ${key.name || key.id}?`, "Whoever uses it is refused at once. It cannot be brought back.", "Take it back")) return;
  try { await call("DELETE", `/v1/keys/${key.id}`); } catch (failure) { problem(failure); }
  showKeys();
}

place("new-key").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    const made = await call("POST", "/v1/keys", { name: form.get("name"), scopes: form.getAll("scopes") });
    event.target.reset();
    place("made").replaceChildren(secret(made.secret, "The key"), element("p", { class: "quiet" }, "Copy it now: only its hash is kept, and it is not shown again."));
    showKeys();
  } catch (failure) {
    place("made").replaceChildren(element("p", { class: "notice bad" }, failure.message));
  }
});

/** Something to be copied once. */
function secret(text, name) {
  const field = element("input", { value: text, readonly: "", "aria-label": name, onfocus: () => field.select() });
  const copy = element("button", { type: "button", onclick: async () => { await navigator.clipboard.writeText(text); copy.textContent = "Copied"; } }, "Copy");
  return element("div", { class: "compose" }, field, ...(navigator.clipboard ? [copy] : []));
}

place("token").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    const made = await call("POST", "/v1/page-tokens", { lifetime: form.get("lifetime"), readOnly: form.has("readOnly") });
    const link = `${location.origin}/?token=${encodeURIComponent(made.token)}`;
    place("link").replaceChildren(secret(link, "The link"), element("p", { class: "quiet" }, `Good until ${day(made.expires)}. Whoever has it gets in: send it only to whom it is for.`));
  } catch (failure) {
    place("link").replaceChildren(element("p", { class: "notice bad" }, failure.message));
  }
});

place("which").addEventListener("change", () => { next = ""; place("deliveries").replaceChildren(); showDeliveries(); });
place("more").addEventListener("click", () => showDeliveries());

async function showDeliveries() {
  try {
    const state = place("which").value;
    const answer = await call("GET", `/v1/deliveries?pageToken=${encodeURIComponent(next)}${state ? `&state=${state}` : ""}`);
    next = answer.nextPageToken ?? "";
    place("deliveries").append(...(answer.deliveries ?? []).map(delivery));
    place("no-deliveries").classList.toggle("hidden", place("deliveries").children.length > 0);
    place("more").classList.toggle("hidden", next === "");
  } catch (failure) {
    problem(failure);
  }
}

function delivery(one) {
  const row = element("li", {},
    element("div", { class: "what" }, element("strong", {}, one.event), element("p", { class: "quiet" }, `to ${one.address} · ${day(one.created)} · ${one.attempts} ${one.attempts === 1 ? "attempt" : "attempts"}`), ...(one.problem ? [element("p", { class: "quiet" }, one.problem)] : [])),
    element("span", { class: `chip ${{ delivered: "good", dead: "bad", waiting: "warn" }[one.state]}` }, one.state === "dead" ? "given up" : one.state));
  if (one.state !== "delivered") {
    row.append(element("button", { type: "button", "aria-label": `Send ${one.event} again`, onclick: async () => {
      try { row.replaceWith(delivery(await call("POST", `/v1/deliveries/${one.id}/resend`, {}))); } catch (failure) { problem(failure); }
    } }, "Send again"));
  }
  return row;
}

function problem(failure) {
  showNotice(place("notice"), { title: failure.status === 403 ? "This key may not see that" : "That did not work", text: failure.message, tone: "bad" });
}
