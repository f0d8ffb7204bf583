package parley.stt.lexicon;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Reads the CMU dictionary's text: a word (variants as {@code word(2)}) and its phonemes on a line. */
public final class PronouncingDictionary {
    /** Takes one pronunciation. */
    @FunctionalInterface
    public interface Visitor {
        void pronunciation(String word, byte[] phonemes);
    }

    private PronouncingDictionary() {}

    /** Lines that are comments, or use phonemes that are not ours, are passed over. */
    public static void read(InputStream in, Visitor visitor) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
        byte[] phonemes = new byte[LexiconBuilder.LONGEST_PRONUNCIATION];
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int space = line.indexOf(' ');
            if (space <= 0 || line.startsWith(";;;")) {
                continue;
            }
            int variant = line.indexOf('(');
            String word = line.substring(0, variant > 0 && variant < space ? variant : space);
            int length = phonemes(line, space, phonemes);
            if (length > 0) {
                visitor.pronunciation(word, java.util.Arrays.copyOf(phonemes, length));
            }
        }
    }

    private static int phonemes(String line, int from, byte[] into) {
        int length = 0;
        int at = from;
        while (at < line.length()) {
            if (line.charAt(at) == ' ') {
                at++;
                continue;
            }
            int end = line.indexOf(' ', at);
            end = end < 0 ? line.length() : end;
            int number = Phonemes.number(line.substring(at, end));
            if (number < 0 || length == into.length) {
                return 0;
            }
            into[length++] = (byte) number;
            at = end;
        }
        return length;
    }
}
