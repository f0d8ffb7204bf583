// Why a call is over, in words, and what to do next.
const REFUSALS = {
  unauthorized: { title: "This link does not let you in", text: "It is not complete, or no longer valid. Ask whoever invited you for a new one." },
  "not-found": { title: "There is no such meeting", text: "It is over, or has not begun yet. Check the link, or try again when it is time.", again: true },
  full: { title: "The meeting is full", text: "Somebody has to leave before you can join.", again: true },
  "no-media": { title: "No sound got through", text: "The page reached the gateway, the sound did not. A firewall that lets no UDP through is the usual reason: try another network, or ask whoever runs the gateway.", again: true },
  "bad-offer": { title: "The gateway did not understand this browser", text: "Update the browser, or use a current Chrome, Edge, Firefox or Safari.", again: true },
  ended: { title: "The meeting is over", tone: "calm" },
  left: { title: "You have left", tone: "calm", again: true },
};

/** @param detail reason and message, as the room told them */
export function refusal(detail) {
  const known = REFUSALS[detail.reason] ?? { title: "The meeting did not let you in", again: true };
  return { tone: "bad", ...known, text: known.text ?? detail.message ?? "" };
}
