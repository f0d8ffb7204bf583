package parley.archive.minutes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.archive.transcript.StoredUtterance;

/** Which words carry a meeting: frequent in a stretch of it, rare in the whole. */
final class Keywords {
    private static final Set<String> STOP = Set.of(
            ("a about after again all also am an and any are as at back be because been before being both but by can can't could "
                            + "did didn't do does doesn't doing don't down each even every few for from get gets getting go goes "
                            + "going good got had has have haven't having he hello her here hi him his how i i'd i'll i'm i've if "
                            + "in into is isn't it it's its just kind know let let's like little look lot make many maybe me mean "
                            + "more most much my need new no not now of off oh ok okay on one only or other our out over people "
                            + "please put quite really right said same say says see she should so some something sorry sort still "
                            + "such sure take talk tell than thank thanks that that's the their them then there there's these they "
                            + "thing things think this those through time to today too two uh um up us use very want was way we "
                            + "we'll we're we've well were what what's when where which while who why will with won't would yeah "
                            + "yes yet you you're your everyone everybody next first last today's week")
                    .split(" "));

    private final Map<String, Integer> documents = new HashMap<>();
    private final int count;

    Keywords(List<StoredUtterance> transcript) {
        count = Math.max(1, transcript.size());
        for (StoredUtterance u : transcript) {
            for (String word : Set.copyOf(words(u.text()))) {
                documents.merge(word, 1, Integer::sum);
            }
        }
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : SpeechActs.plain(text).split("[^a-z0-9'-]+")) {
            if (word.length() > 2 && !STOP.contains(word)) {
                words.add(word);
            }
        }
        return words;
    }

    double weight(String word) {
        return Math.log(1.0 + (double) count / documents.getOrDefault(word, 1));
    }

    /** The words that stand out, best first. */
    List<String> of(List<StoredUtterance> stretch, int most) {
        Map<String, Double> scores = new HashMap<>();
        for (StoredUtterance u : stretch) {
            for (String word : words(u.text())) {
                scores.merge(word, weight(word), Double::sum);
            }
        }
        return scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    static double likeness(Map<String, Double> a, Map<String, Double> b) {
        double dot = 0;
        for (Map.Entry<String, Double> e : a.entrySet()) {
            dot += e.getValue() * b.getOrDefault(e.getKey(), 0.0);
        }
        double lengths = length(a) * length(b);
        return lengths == 0 ? 0 : dot / lengths;
    }

    private static double length(Map<String, Double> v) {
        return Math.sqrt(v.values().stream().mapToDouble(x -> x * x).sum());
    }

    Map<String, Double> vector(List<StoredUtterance> stretch) {
        Map<String, Double> vector = new HashMap<>();
        for (StoredUtterance u : stretch) {
            for (String word : words(u.text())) {
                vector.merge(word, weight(word), Double::sum);
            }
        }
        return vector;
    }
}
