// Microphones: which there are, opening one, how loud it is, and what to do where one cannot be had.
const WANTED = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** Why nobody can talk from this page, before a microphone is even asked for; nothing where all is well. */
export function obstacle() {
  if (!window.RTCPeerConnection || !window.WebSocket) {
    return { title: "This browser is too old for calls", text: "Use a current Chrome, Edge, Firefox or Safari." };
  }
  if (!window.isSecureContext || !navigator.mediaDevices?.getUserMedia) {
    return {
      title: "Browsers give no microphone to this address",
      text: "They do so only for pages that come by https or from the same machine. Open the page by https, or on the gateway's own machine as http://127.0.0.1. Without that you can listen and write.",
    };
  }
  return undefined;
}

export async function openMicrophone(deviceId) {
  return navigator.mediaDevices.getUserMedia({ audio: { ...WANTED, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) } });
}

/** What went wrong, and what to do next. */
export function explain(failure) {
  switch (failure.name) {
    case "NotAllowedError":
    case "SecurityError": return {
      title: "The microphone was refused",
      text: "Click the icon beside the address, allow the microphone for this page, then try again. If it isn't asked for at all, allow the browser to use it in the system's privacy settings.",
    };
    case "NotFoundError": return { title: "No microphone was found", text: "Connect one, or switch it on, then try again." };
    case "OverconstrainedError": return { title: "That microphone is gone", text: "Choose another one, then try again." };
    case "NotReadableError":
    case "AbortError": return { title: "The microphone is in use", text: "Another program holds it. Close that program, or choose another microphone, then try again." };
    default: return { title: "The microphone could not be opened", text: failure.message || failure.name };
  }
}

/** Names are known only once somebody has allowed a microphone. */
export async function listMicrophones() {
  const devices = await navigator.mediaDevices?.enumerateDevices?.().catch(() => []) ?? [];
  return devices.filter((device) => device.kind === "audioinput" && device.deviceId && device.deviceId !== "default")
    .map((device, index) => ({ id: device.deviceId, name: device.label || `Microphone ${index + 1}` }));
}

/** What to call the microphone of a track: some browsers, and streams that are no device, have no name for it. */
export function nameOf(track) { return track.label || "your microphone"; }

/** Tells how loud it is, from 0 to 1, ten times a second; the answer ends that. */
export function watchLevel(stream, tell) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(Math.min(1, 4 * Math.sqrt(samples.reduce((sum, s) => sum + s * s, 0) / samples.length)));
  }, 100);
  return () => { clearInterval(timer); context.close(); };
}
