package parley.archive.minutes;

import java.util.ArrayList;
import java.util.List;
import parley.archive.minutes.Minutes.Topic;
import parley.archive.transcript.StoredUtterance;

/** Cuts a meeting into topics where its words change most, in the manner of TextTiling. */
final class Topics {
    private static final int WINDOW = 6;
    private static final long SHORTEST_MILLIS = 60_000;

    private Topics() {}

    static List<Topic> of(List<StoredUtterance> transcript, Keywords keywords) {
        if (transcript.isEmpty()) {
            return List.of();
        }
        List<Integer> starts = starts(transcript, keywords);
        List<Topic> topics = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int from = starts.get(i);
            int to = i + 1 < starts.size() ? starts.get(i + 1) : transcript.size();
            List<StoredUtterance> stretch = transcript.subList(from, to);
            List<String> words = keywords.of(stretch, 3);
            String title = words.isEmpty() ? "talk" : String.join(", ", words);
            topics.add(new Topic(
                    SpeechActs.capitalized(title),
                    stretch.getFirst().startMillis(),
                    stretch.getLast().endMillis()));
        }
        return topics;
    }

    private static List<Integer> starts(List<StoredUtterance> transcript, Keywords keywords) {
        double[] likeness = new double[transcript.size()];
        double sum = 0;
        int gaps = 0;
        for (int i = WINDOW; i + WINDOW <= transcript.size(); i++) {
            likeness[i] = Keywords.likeness(
                    keywords.vector(transcript.subList(i - WINDOW, i)),
                    keywords.vector(transcript.subList(i, i + WINDOW)));
            sum += likeness[i];
            gaps++;
        }
        List<Integer> starts = new ArrayList<>();
        starts.add(0);
        double mean = gaps == 0 ? 0 : sum / gaps;
        for (int i = WINDOW; i + WINDOW <= transcript.size(); i++) {
            boolean lowest = likeness[i] <= likeness[i - 1] || i == WINDOW;
            boolean before = i + WINDOW + 1 > transcript.size() || likeness[i] <= likeness[i + 1];
            long length = transcript.get(i).startMillis()
                    - transcript.get(starts.getLast()).startMillis();
            if (lowest && before && likeness[i] < mean * 0.6 && length >= SHORTEST_MILLIS) {
                starts.add(i);
            }
        }
        return starts;
    }
}
