package parley.stt.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.audio.resample.Resampler;
import parley.audio.wav.WavReader;

/**
 * Text that no training run has seen, spoken by voices that training has heard (known) and by voices it has not (held
 * out). Made when it is needed, by the synthesizers that are installed.
 */
final class SpeechSets {
    private static final List<String> KNOWN_FLITE = List.of("kal16", "rms", "slt");
    private static final List<String> HELD_OUT_FLITE = List.of("awb");
    private static final List<String> KNOWN_ESPEAK = List.of(
            "en-us", "en-us+m3", "en-us+f2", "en-gb", "en-gb+m7", "en-gb-x-rp+f4", "en-us+Andy", "en-gb-scotland+m1");
    private static final List<String> HELD_OUT_ESPEAK = List.of(
            "en-us+Alicia",
            "en-gb+linda",
            "en-us+Lee",
            "en-us+max",
            "en-gb+Denis",
            "en-us+Tweaky",
            "en-gb+steph",
            "en-us+Henrique",
            "en-gb+gustave",
            "en-us+belinda");

    private final Path folder;
    private final Random random;

    SpeechSets(long seed) throws IOException {
        this.folder = Files.createTempDirectory("parley-hearing");
        this.random = new Random(seed);
    }

    /** Which synthesizers are missing; nothing can be measured without both. */
    static List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (String program : List.of("espeak-ng", "flite")) {
            try {
                // What it answers does not matter (flite fails at this): that it starts does.
                run(List.of(program, "--version"));
            } catch (IOException e) {
                missing.add(program);
            }
        }
        return missing;
    }

    static List<String> lines(int most) throws IOException {
        try (InputStream in = SpeechSets.class.getResourceAsStream("held-out-lines.txt")) {
            if (in == null) {
                throw new IOException("held-out-lines.txt is not on the class path");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.isBlank() && line.chars().noneMatch(Character::isDigit))
                    .limit(most)
                    .toList();
        }
    }

    List<Spoken> known(List<String> lines) throws IOException {
        return speak(lines, KNOWN_FLITE, KNOWN_ESPEAK);
    }

    List<Spoken> heldOut(List<String> lines) throws IOException {
        return speak(lines, HELD_OUT_FLITE, HELD_OUT_ESPEAK);
    }

    private List<Spoken> speak(List<String> lines, List<String> flite, List<String> espeak) throws IOException {
        List<Spoken> spoken = new ArrayList<>();
        for (String line : lines) {
            boolean byFlite = random.nextBoolean();
            List<String> voices = byFlite ? flite : espeak;
            String voice = voices.get(random.nextInt(voices.size()));
            Path file = folder.resolve("speech.wav");
            List<String> command = byFlite
                    ? List.of("flite", "-voice", voice, "-t", line, "-o", file.toString())
                    : List.of(
                            "espeak-ng",
                            "-v",
                            voice,
                            "-s",
                            String.valueOf(140 + random.nextInt(50)),
                            "-w",
                            file.toString(),
                            line);
            if (run(command) != 0) {
                throw new IOException(String.join(" ", command) + " failed");
            }
            PcmFrame frame = WavReader.readMono(file);
            spoken.add(new Spoken(line, voice, Resampler.convert(frame.samples(), frame.rate(), SampleRate.KHZ_16)));
        }
        return spoken;
    }

    private static int run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " did not end in 30 s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + command.get(0) + " spoke", e);
        }
    }

    /** Recordings of people: {@code manifest.tsv} names files and what is said in them. */
    static List<Spoken> people(Path data) throws IOException {
        Path folder = data.resolve("human-dev");
        List<Spoken> spoken = new ArrayList<>();
        if (!Files.exists(folder.resolve("manifest.tsv"))) {
            return spoken;
        }
        for (String line : Files.readAllLines(folder.resolve("manifest.tsv"))) {
            String[] fields = line.split("\t");
            PcmFrame frame = WavReader.readMono(folder.resolve(fields[0] + ".wav"));
            spoken.add(new Spoken(
                    fields[1], fields[0], Resampler.convert(frame.samples(), frame.rate(), SampleRate.KHZ_16)));
        }
        return spoken;
    }
}
