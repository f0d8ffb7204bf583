package parley.stt.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import parley.stt.Recognizer;

/**
 * Many participants who all speak at once, in real time, and how late their words appear. The recognizer says where a
 * word ends; how far that is from the end of the voice is known for the last word of each recording, and the mean of
 * that is taken into account.
 */
record LiveLoad(
        int streams, double partialP50, double partialP95, double finalP50, double finalP95, int words, int failures) {
    static LiveLoad run(Recognizer recognizer, List<short[]> recordings, int count, double seconds) {
        List<LiveStream> streams = new ArrayList<>();
        long start = System.nanoTime();
        long ticks = Math.round(seconds * 50);
        try {
            for (int i = 0; i < count; i++) {
                streams.add(new LiveStream(recognizer, recordings, i * 7, start));
            }
            for (long tick = 1; tick <= ticks; tick++) {
                // Each stream has its own place inside the 20 ms, as packets of many senders do.
                for (int i = 0; i < count; i++) {
                    long due = start + tick * 20_000_000L + i * 20_000_000L / count;
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        LockSupport.parkNanos(left);
                    }
                    streams.get(i).tick();
                }
            }
        } finally {
            streams.forEach(LiveStream::close);
        }
        return summary(streams);
    }

    private static LiveLoad summary(List<LiveStream> streams) {
        List<Double> partials = new ArrayList<>();
        List<Double> finals = new ArrayList<>();
        List<Double> lags = new ArrayList<>();
        int failures = 0;
        for (LiveStream stream : streams) {
            partials.addAll(stream.partialMillis());
            finals.addAll(stream.finalMillis());
            lags.addAll(stream.lastWordLagMillis());
            failures += stream.failures();
        }
        double lag = lags.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        return new LiveLoad(
                streams.size(),
                percentile(partials, 0.5) + lag,
                percentile(partials, 0.95) + lag,
                percentile(finals, 0.5),
                percentile(finals, 0.95),
                partials.size(),
                failures);
    }

    static double percentile(List<Double> values, double share) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    /** Whether words came in time and no stream failed. */
    boolean keptUp(double mostMillis) {
        return words > 0 && failures == 0 && partialP95 <= mostMillis;
    }
}
