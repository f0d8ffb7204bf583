package parley.conversation.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Percentiles of measured times; a time that is the p-th percentile was met by at least that share. */
public record Distribution(List<Double> sorted) {
    public Distribution {
        sorted = sorted.stream().sorted().toList();
    }

    public double percentile(double share) {
        if (sorted.isEmpty()) {
            return 0;
        }
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.clamp(index, 0, sorted.size() - 1));
    }

    public void write(ObjectNode node) {
        node.put("p50", rounded(percentile(0.5))).put("p95", rounded(percentile(0.95)));
        node.put("n", sorted.size());
    }

    public static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
