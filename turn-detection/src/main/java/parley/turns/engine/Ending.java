package parley.turns.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether a network listens to how a turn ends, beside words, melody and silence. */
public enum Ending {
    /** Whichever ends turns sooner at the same share of cut-ins: the bundled judgement alone. */
    AUTO,
    /** Words, melody and silence. */
    BUNDLED,
    /** The same, and the opinion of Smart Turn v3. */
    SMART_TURN;

    /** As it is written in configurations. */
    public static Optional<Ending> named(String word) {
        return Arrays.stream(values())
                .filter(choice ->
                        choice.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
                .findFirst();
    }
}
