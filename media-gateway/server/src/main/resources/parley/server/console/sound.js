// How loud a recording is at each moment, for its picture.
const LONGEST_BYTES = 30_000_000;
const STEP_MS = 20;
const RATE = 8000;

/** @return loudness from 0 to 1 every 20 ms; nothing where the recording is too long to be read at once */
export async function loudness(address, bytes) {
  if (bytes > LONGEST_BYTES) return undefined;
  const response = await fetch(address);
  if (!response.ok) return undefined;
  const decoded = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await response.arrayBuffer());
  const samples = decoded.getChannelData(0);
  const step = RATE * STEP_MS / 1000;
  const peaks = new Float32Array(Math.ceil(samples.length / step));
  for (let i = 0; i < samples.length; i++) {
    const at = Math.floor(i / step);
    peaks[at] = Math.max(peaks[at], Math.abs(samples[i]));
  }
  const loudest = peaks.reduce((most, one) => Math.max(most, one), .05);
  return peaks.map((one) => one / loudest);
}
