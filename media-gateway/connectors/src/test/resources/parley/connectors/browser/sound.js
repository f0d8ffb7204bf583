// A test page's microphone and ears.
const chunks = [];

function microphone() {
  return navigator.mediaDevices.getUserMedia(
    { audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
}

async function speakOver(pc) {
  const mic = await microphone();
  mic.getTracks().forEach(track => pc.addTrack(track, mic));
}

/** Records what comes; Chromium moves remote sound only where something plays it. */
function hear(event) {
  const audio = new Audio();
  audio.srcObject = event.streams[0] || new MediaStream([event.track]);
  audio.muted = true;
  audio.play();
  record(audio.srcObject);
}

async function record(stream) {
  const context = new AudioContext({ sampleRate: 48000 });
  const code = `registerProcessor('tap', class extends AudioWorkletProcessor {
    process(inputs) { if (inputs[0][0]) this.port.postMessage(inputs[0][0].slice()); return true; } });`;
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
  const tap = new AudioWorkletNode(context, 'tap');
  tap.port.onmessage = event => chunks.push(event.data);
  context.createMediaStreamSource(stream).connect(tap);
}

async function connected(pc, clue) {
  await new Promise((resolve, reject) => {
    const timeout = setTimeout(
      () => reject(new Error('not connected: ' + pc.connectionState + ' ' + JSON.stringify(clue))), 30000);
    const check = () => { if (pc.connectionState === 'connected') { clearTimeout(timeout); resolve(); } };
    pc.addEventListener('connectionstatechange', check);
    check();
  });
  return pc.connectionState;
}

/** The samples recorded since the last call, as 16-bit numbers in base64, after waiting for so many seconds of them. */
async function recorded(seconds) {
  const enough = seconds * 48000 / 128;
  const until = Date.now() + 1000 * seconds + 15000;
  chunks.length = 0;
  while (chunks.length < enough && Date.now() < until) await new Promise(resolve => setTimeout(resolve, 100));
  const samples = new Int16Array(chunks.length * 128);
  chunks.forEach((chunk, i) => chunk.forEach((value, j) =>
    { samples[i * 128 + j] = Math.max(-32768, Math.min(32767, Math.round(value * 32767))); }));
  const bytes = new Uint8Array(samples.buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
  return btoa(text);
}
