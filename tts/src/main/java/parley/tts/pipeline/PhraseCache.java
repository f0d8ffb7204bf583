package parley.tts.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import parley.tts.SpeechChunk;

/**
 * What was said before and will be again: greetings, acknowledgements, names. Bounded for each tenant and in all; the
 * longest unused goes first. Tenants never see each other's phrases, not even by how fast an answer comes. Any thread.
 */
public final class PhraseCache {
    /** Longer ones seldom come again. */
    static final int LONGEST_PHRASE_CHARS = 80;

    private static final int MOST_TENANTS = 256;

    /** Everything that shapes the sound. Words are kept relative to the phrase, so the place in the text is not in it. */
    record Key(String voice, String phrase, double speed, double pitch, int rateHz, int pauseMillis) {}

    /** The chunks of one phrase, with token indices in place of the words' places in a text. */
    record Phrase(List<SpeechChunk> chunks) {
        Phrase {
            chunks = List.copyOf(chunks);
        }

        int bytes() {
            return chunks.stream().mapToInt(chunk -> 2 * chunk.length()).sum();
        }
    }

    private final int bytesPerTenant;
    private final Map<String, Map<Key, Phrase>> tenants = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Integer> bytes = new LinkedHashMap<>();
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong misses = new AtomicLong();

    /** At 0 bytes nothing is kept. */
    public PhraseCache(int bytesPerTenant) {
        this.bytesPerTenant = bytesPerTenant;
    }

    public long hits() {
        return hits.get();
    }

    public long misses() {
        return misses.get();
    }

    synchronized Optional<Phrase> find(String tenant, Key key) {
        Map<Key, Phrase> phrases = tenants.get(tenant);
        Phrase found = phrases == null ? null : phrases.get(key);
        (found == null ? misses : hits).incrementAndGet();
        return Optional.ofNullable(found);
    }

    synchronized void keep(String tenant, Key key, Phrase phrase) {
        if (phrase.bytes() > bytesPerTenant / 4) {
            return;
        }
        Map<Key, Phrase> phrases = tenants.computeIfAbsent(tenant, t -> new LinkedHashMap<>(16, 0.75f, true));
        Phrase before = phrases.put(key, phrase);
        int held = bytes.getOrDefault(tenant, 0) + phrase.bytes() - (before == null ? 0 : before.bytes());
        List<Key> oldestFirst = new ArrayList<>(phrases.keySet());
        for (int i = 0; held > bytesPerTenant && i < oldestFirst.size(); i++) {
            Phrase gone = phrases.remove(oldestFirst.get(i));
            held -= gone == null ? 0 : gone.bytes();
        }
        bytes.put(tenant, held);
        if (tenants.size() > MOST_TENANTS) {
            String longestUnused = tenants.keySet().iterator().next();
            tenants.remove(longestUnused);
            bytes.remove(longestUnused);
        }
    }
}
