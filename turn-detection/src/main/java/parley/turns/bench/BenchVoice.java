package parley.turns.bench;

import com.sun.speech.freetts.audio.AudioPlayer;
import com.sun.speech.freetts.en.us.CMULexicon;
import com.sun.speech.freetts.en.us.cmu_us_kal.KevinVoiceDirectory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFormat;

/**
 * A synthetic voice that speaks for the benchmark, at 16 kHz. FreeTTS is always there; espeak-ng and flite where they are
 * installed. None of these voices trained the bundled detector.
 */
interface BenchVoice {
    String name();

    /** The sound of a text without the silence around it. */
    short[] speak(String text) throws IOException;

    /** Who speaks a set; no voice is in two of them, except that FreeTTS's is flite's kal by another program. */
    enum Cast {
        BENCHMARK,
        /** Nobody was tuned on these, and they are heard in no other set. */
        UNSEEN,
        /** The same again, for lines of another kind; flite's kal16 is FreeTTS's voice by another program. */
        THIRD,
        /** What is tuned is tuned on these. */
        DEVELOPMENT
    }

    static List<BenchVoice> installed(Cast cast) {
        List<BenchVoice> voices = new ArrayList<>();
        switch (cast) {
            case BENCHMARK -> {
                voices.add(new FreeTts());
                voices.addAll(
                        espeak(165, "en-us+Alicia", "en-gb+linda", "en-us+max", "en-gb-scotland+steph", "en-us+Lee"));
                voices.addAll(flite("slt"));
            }
            case UNSEEN -> {
                voices.addAll(espeak(150, "en-us+Denis", "en-gb+gustave"));
                voices.addAll(espeak(180, "en-us+belinda", "en-gb-x-rp+Henrique", "en-us+Tweaky"));
                voices.addAll(flite("rms"));
            }
            case THIRD -> {
                voices.addAll(espeak(155, "en-us+Mike", "en-gb+f4"));
                voices.addAll(espeak(170, "en-029+steph2", "en-us+victor"));
                voices.addAll(espeak(190, "en-gb-scotland+Andrea", "en-us+grandma"));
                voices.addAll(flite("kal16"));
            }
            case DEVELOPMENT -> {
                voices.addAll(espeak(145, "en-us+Annie", "en-gb+m3"));
                voices.addAll(espeak(165, "en-us+f2", "en-gb-scotland+david"));
                voices.addAll(espeak(185, "en-us+m7", "en-gb-x-rp+aunty"));
                voices.addAll(flite("awb"));
            }
        }
        return voices;
    }

    private static List<BenchVoice> espeak(int wordsAMinute, String... variants) {
        List<BenchVoice> voices = new ArrayList<>();
        if (there("espeak-ng")) {
            for (String variant : variants) {
                voices.add(new Command(
                        "espeak-ng " + variant,
                        "espeak-ng",
                        "-v",
                        variant,
                        "-s",
                        String.valueOf(wordsAMinute),
                        "--stdout"));
            }
        }
        return voices;
    }

    private static List<BenchVoice> flite(String voice) {
        return there("flite")
                ? List.of(new Command("flite " + voice, "flite", "-voice", voice, "-o", "{file}", "-t"))
                : List.of();
    }

    private static boolean there(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Arrays.stream(path.split(java.io.File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** Cuts what is 45 dB below the loudest part off both ends. */
    static short[] trimmed(short[] samples) {
        int loudest = 1;
        for (short s : samples) {
            loudest = Math.max(loudest, Math.abs(s));
        }
        int least = Math.max(1, loudest / 100);
        int from = 0;
        while (from < samples.length && Math.abs(samples[from]) < least) {
            from++;
        }
        int to = samples.length;
        while (to > from && Math.abs(samples[to - 1]) < least) {
            to--;
        }
        return Arrays.copyOfRange(samples, from, to);
    }

    /** Linear interpolation is enough: these voices have little above 5 kHz, and nothing here judges beauty. */
    static short[] resampled(short[] samples, int rate) {
        if (rate == 16_000) {
            return samples;
        }
        short[] out = new short[(int) ((long) samples.length * 16_000 / rate)];
        for (int i = 0; i < out.length; i++) {
            double at = (double) i * rate / 16_000;
            int left = (int) at;
            int right = Math.min(left + 1, samples.length - 1);
            out[i] = (short) (samples[left] + (samples[right] - samples[left]) * (at - left));
        }
        return out;
    }

    /** The voice that comes through Maven. */
    final class FreeTts implements BenchVoice {
        private final com.sun.speech.freetts.Voice voice;
        private final Memory memory = new Memory();

        FreeTts() {
            // The lexicon and the voices are looked up by class name; naming them here makes a missing jar a compile
            // error.
            System.setProperty("freetts.voices", KevinVoiceDirectory.class.getName());
            com.sun.speech.freetts.Voice found =
                    com.sun.speech.freetts.VoiceManager.getInstance().getVoice("kevin16");
            if (found == null) {
                throw new IllegalStateException(
                        "FreeTTS has no voice kevin16; " + CMULexicon.class.getName() + " is there");
            }
            voice = found;
            voice.allocate();
            voice.setAudioPlayer(memory);
        }

        @Override
        public String name() {
            return "freetts kevin16";
        }

        @Override
        public short[] speak(String text) {
            memory.sound.reset();
            voice.speak(text);
            byte[] bytes = memory.sound.toByteArray();
            short[] samples = new short[bytes.length / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) (bytes[2 * i] << 8 | bytes[2 * i + 1] & 0xFF);
            }
            return trimmed(resampled(samples, (int) memory.rate));
        }
    }

    /** Takes FreeTTS's sound into memory; big-endian 16-bit, as it comes. */
    final class Memory implements AudioPlayer {
        private final ByteArrayOutputStream sound = new ByteArrayOutputStream();
        private float rate = 16_000;
        private AudioFormat format = new AudioFormat(rate, 16, 1, true, true);
        private float volume = 1;

        @Override
        public void setAudioFormat(AudioFormat newFormat) {
            format = newFormat;
            rate = newFormat.getSampleRate();
        }

        @Override
        public AudioFormat getAudioFormat() {
            return format;
        }

        @Override
        public boolean write(byte[] bytes) {
            return write(bytes, 0, bytes.length);
        }

        @Override
        public boolean write(byte[] bytes, int offset, int size) {
            sound.write(bytes, offset, size);
            return true;
        }

        @Override
        public float getVolume() {
            return volume;
        }

        @Override
        public void setVolume(float newVolume) {
            volume = newVolume;
        }

        @Override
        public long getTime() {
            return -1;
        }

        @Override
        public void pause() {}

        @Override
        public void resume() {}

        @Override
        public void reset() {}

        @Override
        public boolean drain() {
            return true;
        }

        @Override
        public void begin(int size) {}

        @Override
        public boolean end() {
            return true;
        }

        @Override
        public void cancel() {}

        @Override
        public void close() {}

        @Override
        public void startFirstSampleTimer() {}

        @Override
        public void resetTime() {}

        @Override
        public void showMetrics() {}
    }

    /** A program that writes a WAV file, to its output or to {@code {file}}. */
    final class Command implements BenchVoice {
        private final String name;
        private final List<String> command;

        Command(String name, String... command) {
            this.name = name;
            this.command = List.of(command);
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public short[] speak(String text) throws IOException {
            Path file = Files.createTempFile("parley-bench", ".wav");
            try {
                List<String> line = new ArrayList<>();
                command.forEach(part -> line.add(part.replace("{file}", file.toString())));
                // A text that begins with a dash would be taken for an option.
                line.add(text.replaceFirst("^-+", ""));
                boolean toFile = command.contains("{file}");
                Process process = new ProcessBuilder(line)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .redirectOutput(
                                toFile ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.to(file.toFile()))
                        .start();
                if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    process.destroyForcibly();
                    throw new IOException(String.format(Locale.ROOT, "%s could not speak \"%s\"", name, text));
                }
                return samples(Files.readAllBytes(file));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } finally {
                Files.deleteIfExists(file);
            }
        }

        /** espeak-ng cannot know the length of what it streams and writes a false one, so only the header is believed. */
        private static short[] samples(byte[] wav) throws IOException {
            if (wav.length < 44) {
                return new short[0];
            }
            java.nio.ByteBuffer in = java.nio.ByteBuffer.wrap(wav).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            int rate = in.getInt(24);
            int at = 12;
            while (at + 8 < wav.length && in.getInt(at) != 0x61746164) {
                at += 8 + in.getInt(at + 4);
            }
            ByteArrayInputStream data = new ByteArrayInputStream(wav, at + 8, wav.length - at - 8);
            byte[] bytes = data.readAllBytes();
            short[] samples = new short[bytes.length / 2];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (short) (bytes[2 * i + 1] << 8 | bytes[2 * i] & 0xFF);
            }
            return trimmed(resampled(samples, rate));
        }
    }
}
