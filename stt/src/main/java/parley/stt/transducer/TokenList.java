package parley.stt.transducer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import parley.stt.RecognizerException;

/** The labels of a network, from the {@code tokens.txt} beside it: a token and its number on a line. Immutable. */
public final class TokenList {
    /** What SentencePiece writes for a space before a piece. */
    public static final char WORD_START = '\u2581';

    private final List<String> tokens;
    private final List<String> pieces;

    public TokenList(List<String> tokens) {
        this.tokens = List.copyOf(tokens);
        this.pieces = tokens.stream().map(TokenList::written).toList();
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

    /** What a token writes, in lower case; a space first where it begins a word; nothing for a mark like {@code <unk>}. */
    public String piece(int token) {
        if (token >= pieces.size()) {
            throw new RecognizerException(RecognizerException.Reason.MODEL_BROKEN, "label " + token + " has no token");
        }
        return pieces.get(token);
    }

    private static String written(String token) {
        boolean isMark = token.length() > 2 && token.startsWith("<") && token.endsWith(">");
        return isMark ? "" : token.replace(WORD_START, ' ').replace('|', ' ').toLowerCase(Locale.ROOT);
    }

    public int size() {
        return tokens.size();
    }
}
