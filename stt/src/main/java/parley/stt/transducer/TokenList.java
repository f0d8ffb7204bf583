package parley.stt.transducer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import parley.stt.RecognizerException;

/** The labels of a network, from the {@code tokens.txt} beside it: a token and its number on a line. */
public record TokenList(List<String> tokens) {
    /** What SentencePiece writes for a space before a piece. */
    public static final char WORD_START = '\u2581';

    public TokenList {
        tokens = List.copyOf(tokens);
    }

    public static TokenList read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            List<String> tokens = new ArrayList<>();
            for (String line : lines) {
                int space = line.lastIndexOf(' ');
                if (space <= 0) {
                    continue;
                }
                int number = Integer.parseInt(line.substring(space + 1).trim());
                if (number != tokens.size()) {
                    throw new RecognizerException(
                            RecognizerException.Reason.MODEL_BROKEN, file + ": token " + number + " out of order");
                }
                tokens.add(line.substring(0, space));
            }
            return new TokenList(tokens);
        } catch (IOException | NumberFormatException e) {
            throw new RecognizerException(
                    RecognizerException.Reason.MODEL_BROKEN, file + " cannot be read as a list of tokens", e);
        }
    }

    public String get(int token) {
        return tokens.get(token);
    }

    public int size() {
        return tokens.size();
    }
}
