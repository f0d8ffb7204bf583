package parley.tts.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.audio.pcm.SampleRate;
import parley.tts.SpeechSettings;

/** What was asked of {@code say}. */
record SayArguments(
        String text, Optional<Path> file, boolean json, boolean help, String voice, SpeechSettings settings) {
    static final String USAGE = """
            usage: parley say TEXT [-o FILE.wav] [--json] [--voice VOICE] [--language TAG]
                              [--speed FACTOR] [--pitch FACTOR] [--rate HZ]
              TEXT        what to say; - reads it from standard input and speaks while it comes
              -o FILE     writes a WAV file; without it the speech is played, or, where standard output is no
                          terminal, written there as WAV while it is made
              --json      prints one JSON object about it
              --voice     auto (default), freetts, flite or flite:NAME, espeak or espeak:NAME, piper:FILE.onnx,
                          kokoro:FILE.onnx, or several with commas: the next goes on where one fails
            """;

    /** Wrong arguments; the message says what is right. */
    static final class Misuse extends Exception {
        private static final long serialVersionUID = 1;

        Misuse(String message) {
            super(message);
        }
    }

    static SayArguments parse(List<String> arguments) throws Misuse {
        List<String> words = new ArrayList<>();
        Optional<Path> file = Optional.empty();
        boolean json = false;
        String voice = "auto";
        SpeechSettings settings = SpeechSettings.defaults();
        boolean optionsOver = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (optionsOver || argument.equals("-") || !argument.startsWith("-") || argument.contains(" ")) {
                words.add(argument);
                continue;
            }
            switch (argument) {
                case "--" -> optionsOver = true;
                case "-h", "--help" -> {
                    return new SayArguments("", file, json, true, voice, settings);
                }
                case "--json" -> json = true;
                case "-o", "--output" -> file = Optional.of(Path.of(value(arguments, ++i, argument)));
                case "--voice", "--engine" -> voice = value(arguments, ++i, argument);
                case "--language" -> settings = settings.withLanguage(value(arguments, ++i, argument));
                case "--speed" -> settings = settings.withSpeed(factor(value(arguments, ++i, argument), argument));
                case "--pitch" -> settings = settings.withPitch(factor(value(arguments, ++i, argument), argument));
                case "--rate" -> settings = settings.withOutputRate(rate(value(arguments, ++i, argument)));
                default -> throw new Misuse("say: there is no option " + argument);
            }
        }
        if (words.isEmpty()) {
            throw new Misuse("say: what? Give a text, or - to read it from standard input");
        }
        return new SayArguments(String.join(" ", words), file, json, false, voice, settings);
    }

    private static String value(List<String> arguments, int at, String option) throws Misuse {
        if (at >= arguments.size()) {
            throw new Misuse("say: " + option + " wants a value");
        }
        return arguments.get(at);
    }

    private static double factor(String written, String option) throws Misuse {
        try {
            double factor = Double.parseDouble(written);
            if (factor >= SpeechSettings.SLOWEST && factor <= SpeechSettings.FASTEST) {
                return factor;
            }
        } catch (NumberFormatException e) {
            throw misuse(option, written);
        }
        throw misuse(option, written);
    }

    private static Misuse misuse(String option, String written) {
        return new Misuse("say: " + option + " " + written + " is not a number between " + SpeechSettings.SLOWEST
                + " and " + SpeechSettings.FASTEST);
    }

    private static SampleRate rate(String written) throws Misuse {
        try {
            int hz = Integer.parseInt(written);
            if (hz >= 8_000 && hz <= 48_000) {
                return new SampleRate(hz);
            }
        } catch (NumberFormatException e) {
            throw new Misuse("say: --rate " + written + " is no number");
        }
        throw new Misuse("say: --rate " + written + " is not between 8000 and 48000");
    }
}
