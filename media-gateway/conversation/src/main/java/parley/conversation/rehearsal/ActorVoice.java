package parley.conversation.rehearsal;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import parley.audio.pcm.SampleRate;

/** Makes an actor's lines: synthesized piece by piece, with pauses between, at the actor's level; and the noise around them. */
final class ActorVoice {
    private static final Pattern PAUSE = Pattern.compile("\\[([0-9.]+)s]");
    private static final double USUAL_RMS = 2_500;
    private final Scenario.Actor actor;
    private final SampleRate rate;
    private final Random random;
    private final short[] noise;
    private int noiseAt;

    ActorVoice(Scenario.Actor actor, SampleRate rate, Random random) {
        this.actor = actor;
        this.rate = rate;
        this.random = random;
        this.noise = noise();
    }

    Speech make(VoiceCast cast, String text) throws ScenarioException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Matcher pauses = PAUSE.matcher(text);
        int from = 0;
        while (pauses.find()) {
            piece(cast, leftOpen(text.substring(from, pauses.start())), out);
            silence(Double.parseDouble(pauses.group(1)), out);
            from = pauses.end();
        }
        piece(cast, text.substring(from), out);
        byte[] bytes = out.toByteArray();
        short[] samples = new short[bytes.length / 2];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) ((bytes[2 * i] & 0xff) | bytes[2 * i + 1] << 8);
        }
        level(samples);
        return Speech.of(samples);
    }

    /** A comma keeps the melody up where the speaker will go on; without one a synthesizer ends the sentence. */
    private static String leftOpen(String words) {
        String said = words.strip();
        return said.isEmpty() || !Character.isLetterOrDigit(said.charAt(said.length() - 1)) ? said : said + ",";
    }

    private void piece(VoiceCast cast, String words, ByteArrayOutputStream out) throws ScenarioException {
        if (words.isBlank()) {
            return;
        }
        Speech spoken = Speech.of(cast.speak(actor.voice(), words.strip(), rate));
        // A pause means so much silence, not that and what the voice leaves around its words.
        for (int i = spoken.firstVoiced(); i < spoken.lastVoiced(); i++) {
            out.write(spoken.samples()[i]);
            out.write(spoken.samples()[i] >> 8);
        }
    }

    private void silence(double seconds, ByteArrayOutputStream out) {
        for (long i = Math.round(seconds * rate.hz()); i > 0; i--) {
            out.write(0);
            out.write(0);
        }
    }

    private void level(short[] samples) {
        double rms = rms(samples);
        if (rms > 0) {
            double gain = USUAL_RMS / rms * Math.pow(10, actor.levelDb() / 20);
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) Math.clamp(Math.round(samples[i] * gain), Short.MIN_VALUE, Short.MAX_VALUE);
            }
        }
    }

    /** Of what sounds; pauses would make a hesitating speaker loud. */
    private static double rms(short[] samples) {
        double sum = 0;
        int voiced = 0;
        for (short s : samples) {
            if (Math.abs(s) > 100) {
                sum += (double) s * s;
                voiced++;
            }
        }
        return voiced == 0 ? 0 : Math.sqrt(sum / voiced);
    }

    /** Puts the room's noise under a frame. */
    void addNoise(short[] frame) {
        if (noise.length == 0) {
            return;
        }
        for (int i = 0; i < frame.length; i++) {
            frame[i] = (short) Math.clamp(frame[i] + noise[noiseAt], Short.MIN_VALUE, Short.MAX_VALUE);
            noiseAt = (noiseAt + 1) % noise.length;
        }
    }

    private short[] noise() {
        String kind = actor.noise().toLowerCase(Locale.ROOT);
        if (kind.equals("none")) {
            return new short[0];
        }
        double rms = USUAL_RMS * Math.pow(10, (actor.levelDb() - actor.snrDb()) / 20);
        int length = rate.hz() * 4;
        double[] raw = new double[length];
        double smooth = 0;
        for (int i = 0; i < length; i++) {
            double t = (double) i / rate.hz();
            double white = random.nextGaussian();
            smooth = 0.97 * smooth + 0.03 * white;
            raw[i] = switch (kind) {
                case "hum" -> Math.sin(2 * Math.PI * 100 * t) + 0.5 * Math.sin(2 * Math.PI * 200 * t) + 0.1 * white;
                // Speech-shaped and swelling like many voices far away.
                case "babble" ->
                    smooth * 6 * (1 + 0.5 * Math.sin(2 * Math.PI * 3.1 * t) * Math.sin(2 * Math.PI * 0.7 * t));
                default -> white;
            };
        }
        double sum = 0;
        for (double v : raw) {
            sum += v * v;
        }
        double gain = rms / Math.sqrt(sum / length);
        short[] out = new short[length];
        for (int i = 0; i < length; i++) {
            out[i] = (short) Math.clamp(Math.round(raw[i] * gain), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return out;
    }
}
