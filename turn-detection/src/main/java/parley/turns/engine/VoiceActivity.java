package parley.turns.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which network tells voices from silence. */
public enum VoiceActivity {
    /** Silero for people where it is pulled, else the bundled one. */
    AUTO,
    BUNDLED,
    SILERO;

    /** As it is written in configurations. */
    public static Optional<VoiceActivity> named(String word) {
        return Arrays.stream(values())
                .filter(choice ->
                        choice.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
                .findFirst();
    }
}
