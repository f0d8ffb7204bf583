package parley.tts.neural;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.tts.voice.Utterance;

/** The ids that go into a network, and where in them each token lies. */
final class SymbolSequence {
    private final Map<String, List<Long>> symbolIds;
    private final List<Long> pad;
    private final List<Long> ids = new ArrayList<>();
    private final int[] starts;
    private final int[] ends;

    /** @param pad follows every symbol; empty where the network wants none */
    private SymbolSequence(Map<String, List<Long>> symbolIds, List<Long> pad, int tokens) {
        this.symbolIds = symbolIds;
        this.pad = pad;
        starts = new int[tokens];
        ends = new int[tokens];
    }

    /** Piper's order: beginning, pad, then each symbol with a pad, then the end. Unknown symbols are left out. */
    static SymbolSequence piper(Map<String, List<Long>> symbolIds, Utterance utterance, List<List<String>> symbols) {
        List<Long> pad = symbolIds.getOrDefault("_", List.of());
        SymbolSequence sequence = new SymbolSequence(symbolIds, pad, symbols.size());
        sequence.add("^");
        sequence.addTokens(utterance, symbols);
        sequence.ids.addAll(symbolIds.getOrDefault("$", List.of()));
        return sequence;
    }

    /** Kokoro's order: a zero on either side. */
    static SymbolSequence kokoro(Map<String, List<Long>> symbolIds, Utterance utterance, List<List<String>> symbols) {
        SymbolSequence sequence = new SymbolSequence(symbolIds, List.of(), symbols.size());
        sequence.ids.add(0L);
        sequence.addTokens(utterance, symbols);
        sequence.ids.add(0L);
        return sequence;
    }

    private void addTokens(Utterance utterance, List<List<String>> symbols) {
        for (int token = 0; token < symbols.size(); token++) {
            if (token > 0) {
                add(" ");
            }
            starts[token] = ids.size();
            symbols.get(token).forEach(this::add);
            ends[token] = ids.size();
            String after = utterance.tokens().get(token).after();
            if (!after.isEmpty()) {
                add(after);
            }
        }
    }

    private void add(String symbol) {
        List<Long> known = symbolIds.get(symbol);
        if (known != null) {
            ids.addAll(known);
            ids.addAll(pad);
        }
    }

    long[] ids() {
        return ids.stream().mapToLong(Long::longValue).toArray();
    }

    int length() {
        return ids.size();
    }

    int start(int token) {
        return starts[token];
    }

    int end(int token) {
        return ends[token];
    }
}
