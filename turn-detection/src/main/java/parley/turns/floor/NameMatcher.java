package parley.turns.floor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds a name and its aliases in recognizer output, where it may be misspelled or torn into pieces. Immutable. */
public final class NameMatcher {
    private static final int MOST_WORDS = 3;

    /**
     * A place where the name may have been said.
     *
     * @param from first word
     * @param to word behind the last
     * @param likeness 1 when spelled right, less the less it sounds like the name
     */
    public record Match(int from, int to, double likeness) {}

    private record Alias(String spelled, int words, List<String> phonemes) {}

    private final Pronunciations pronunciations;
    private final List<Alias> aliases = new ArrayList<>();

    public NameMatcher(Pronunciations pronunciations, List<String> names) {
        this.pronunciations = pronunciations;
        for (String name : names) {
            String plain = name.toLowerCase(Locale.ROOT).strip();
            if (!plain.isEmpty()) {
                aliases.add(new Alias(plain, plain.split("\\s+").length, sound(List.of(plain.split("\\s+")))));
            }
        }
    }

    /** All places at least this much like the name; of places that overlap the best. In the order of the words. */
    public List<Match> find(List<String> words, double least) {
        List<Match> found = new ArrayList<>();
        for (int from = 0; from < words.size(); from++) {
            for (int to = from + 1; to <= Math.min(words.size(), from + MOST_WORDS); to++) {
                double likeness = likeness(words.subList(from, to));
                if (likeness >= least) {
                    keep(found, new Match(from, to, likeness));
                }
            }
        }
        return found;
    }

    private static void keep(List<Match> found, Match match) {
        if (!found.isEmpty() && found.getLast().to() > match.from()) {
            if (found.getLast().likeness() >= match.likeness()) {
                return;
            }
            found.removeLast();
        }
        found.add(match);
    }

    private double likeness(List<String> words) {
        String joined = String.join(" ", words);
        double best = 0;
        List<String> sound = List.of();
        for (Alias alias : aliases) {
            if (alias.spelled().equals(joined) || (alias.spelled() + "'s").equals(joined)) {
                return 1;
            }
            if (words.size() > alias.words() + 1) {
                continue;
            }
            if (sound.isEmpty()) {
                sound = sound(words);
            }
            // Short names have too many neighbours to be recognized by likeness.
            double strict = alias.phonemes().size() <= 3 ? 0.08 : 0;
            // Torn into pieces it is less likely to have been the name.
            double torn = 0.04 * Math.abs(words.size() - alias.words());
            double ear = SoundAlike.similarity(alias.phonemes(), sound);
            double eye = SoundAlike.spelling(alias.spelled().replace(" ", ""), joined.replace(" ", "")) - 0.04;
            best = Math.max(best, Math.min(0.97, Math.max(ear, eye)) - torn - strict);
        }
        return best;
    }

    private List<String> sound(List<String> words) {
        List<String> phonemes = new ArrayList<>();
        for (String word : words) {
            phonemes.addAll(pronunciations.of(word));
        }
        return phonemes;
    }
}
