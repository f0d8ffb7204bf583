package parley.tts.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import parley.audio.pcm.SampleRate;
import parley.tts.SpokenWord;
import parley.tts.SynthesisException;
import parley.tts.SynthesisStream;
import parley.tts.Synthesizer;
import parley.tts.Synthesizers;

/** {@code parley say}: text to a WAV file, to the loudspeaker, or to standard output, while it is still being read. */
public final class SayCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final int READ_CHARS = 1_024;

    private SayCommand() {}

    /** Runs to its end and answers the exit code: 0 done, 1 failed, 2 used wrongly. */
    public static int run(List<String> arguments, InputStream in, PrintStream out, PrintStream err) {
        try {
            SayArguments asked = SayArguments.parse(arguments);
            if (asked.help()) {
                out.print(SayArguments.USAGE);
                return DONE;
            }
            return say(asked, in, out, err);
        } catch (SayArguments.Misuse e) {
            err.println(e.getMessage());
            err.print(SayArguments.USAGE);
            return MISUSED;
        } catch (SynthesisException | IOException e) {
            err.println("say: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            err.println("say: interrupted");
            return FAILED;
        }
    }

    private static int say(SayArguments asked, InputStream in, PrintStream out, PrintStream err)
            throws SynthesisException, IOException, InterruptedException {
        SampleRate rate = asked.settings().outputRate();
        try (Synthesizers synthesizers = new Synthesizers();
                SpeechOutput output = SpeechOutput.choose(asked, out)) {
            Synthesizer synthesizer = synthesizers.open(asked.voice());
            Account account = new Account(output);
            SynthesisStream stream = synthesizer.open(asked.settings(), account);
            account.begun();
            if (asked.text().equals("-")) {
                readInto(stream, in, account);
            } else if (isBinary(asked.text())) {
                throw new IOException("this is no text");
            } else {
                account.read(asked.text());
                stream.append(asked.text());
            }
            stream.end();
            account.await();
            if (account.samples() == 0) {
                err.println("say: nothing in this text can be spoken");
                return FAILED;
            }
            output.finish();
            if (asked.json()) {
                out.println(report(asked, synthesizer, account, rate));
            }
            return DONE;
        }
    }

    private static void readInto(SynthesisStream stream, InputStream in, Account account) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        Reader reader = new InputStreamReader(in, decoder);
        char[] buffer = new char[READ_CHARS];
        for (int count = reader.read(buffer); count >= 0 && !account.isOver(); count = reader.read(buffer)) {
            String part = new String(buffer, 0, count);
            if (isBinary(part)) {
                throw new IOException("standard input is no text");
            }
            account.read(part);
            stream.append(part);
        }
    }

    /** Whether a good part of it is what no text holds: control characters, or bytes that are no UTF-8. */
    private static boolean isBinary(String part) {
        long strange = part.chars()
                .filter(c -> c == 0xFFFD || (Character.isISOControl(c) && !Character.isWhitespace(c)))
                .count();
        return strange > 4 && strange * 10 > part.length();
    }

    private static String report(SayArguments asked, Synthesizer synthesizer, Account account, SampleRate rate)
            throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode report = json.createObjectNode();
        report.put("engine", synthesizer.info().engine());
        report.put("voice", synthesizer.info().voice());
        report.put("first_audio_ms", rounded(account.firstAudioMillis(), 2));
        report.put("duration_s", rounded(rate.millis(account.samples()) / 1_000, 3));
        report.put("rtf", rounded(account.workMillis() / rate.millis(account.samples()), 5));
        report.put("rate", rate.hz());
        asked.file().ifPresent(file -> report.put("file", file.toString()));
        ArrayNode words = report.putArray("words");
        for (SpokenWord word : account.words()) {
            ObjectNode entry = words.addObject();
            entry.put("w", word.text());
            entry.put("start", rounded(rate.millis(word.startSample()) / 1_000, 3));
            entry.put("end", rounded(rate.millis(word.endSample()) / 1_000, 3));
            if (word.estimated()) {
                entry.put("estimated", true);
            }
        }
        return json.writeValueAsString(report);
    }

    private static double rounded(double value, int places) {
        double scale = Math.pow(10, places);
        return Math.round(value * scale) / scale;
    }
}
