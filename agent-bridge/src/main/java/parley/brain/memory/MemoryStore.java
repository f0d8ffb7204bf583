package parley.brain.memory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What an agent remembers, in {@code memory.json} of its folder. Shared by its meetings; any thread. */
public final class MemoryStore {
    private static final int FACTS_AT_MOST = 5_000;
    private static final double WORTH_TELLING = 0.4;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

    private final Path file;
    private final List<Fact> heard = new ArrayList<>();

    private MemoryStore(Path file) {
        this.file = file;
    }

    /** The memory of the agent in a folder. */
    public static MemoryStore in(Path directory) {
        return new MemoryStore(directory.resolve("memory.json").toAbsolutePath().normalize());
    }

    /** Listens for what is worth remembering; kept by {@link #save}. */
    public synchronized void hear(String meetingId, String speaker, String text) {
        Distiller.find(text)
                .map(found -> new Fact(
                        speaker,
                        found.key(),
                        found.text(),
                        found.confidence(),
                        meetingId,
                        Instant.now().toString(),
                        false))
                .ifPresent(heard::add);
    }

    /** Keeps what was heard. What contradicts it stays in the history. */
    public void save() {
        List<Fact> fresh;
        synchronized (this) {
            fresh = List.copyOf(heard);
            heard.clear();
        }
        if (fresh.isEmpty()) {
            return;
        }
        synchronized (lock()) {
            List<Fact> facts = read();
            fresh.forEach(fact -> add(facts, fact));
            write(facts);
        }
    }

    private static void add(List<Fact> facts, Fact fact) {
        if (Secrets.in(fact.text())) {
            return;
        }
        for (int i = 0; i < facts.size(); i++) {
            Fact old = facts.get(i);
            if (!old.replaced() && same(old.about(), fact.about()) && old.key().equals(fact.key())) {
                if (same(old.text(), fact.text())) {
                    facts.set(i, surer(old, fact));
                    return;
                }
                facts.set(i, old.asReplaced());
            }
        }
        facts.add(fact);
        while (facts.size() > FACTS_AT_MOST) {
            facts.removeFirst();
        }
    }

    /** Said twice is surer than said once. */
    private static Fact surer(Fact old, Fact again) {
        double confidence = 1 - (1 - old.confidence()) * (1 - again.confidence());
        return new Fact(
                old.about(), old.key(), old.text(), Math.min(0.99, confidence), again.source(), again.at(), false);
    }

    private static boolean same(String a, String b) {
        return a.strip().equalsIgnoreCase(b.strip());
    }

    /** What matters about these people, as text for a prompt. */
    public String about(List<String> people) {
        StringBuilder text = new StringBuilder();
        for (Fact fact : facts(false)) {
            boolean present = people.stream().anyMatch(p -> same(p, fact.about()));
            if (present && fact.confidence() >= WORTH_TELLING) {
                text.append("- ")
                        .append(fact.about())
                        .append(' ')
                        .append(fact.text())
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** @param history also those that were replaced */
    public List<Fact> facts(boolean history) {
        synchronized (lock()) {
            return read().stream().filter(f -> history || !f.replaced()).toList();
        }
    }

    /** Forgets everything about somebody, history included; answers how much that was. */
    public int forget(String about) {
        synchronized (lock()) {
            List<Fact> facts = read();
            int before = facts.size();
            facts.removeIf(f -> same(f.about(), about));
            if (facts.size() < before) {
                write(facts);
            }
            return before - facts.size();
        }
    }

    /** Forgets what was learnt in a meeting; answers how much that was. What it replaced does not come back. */
    public int forgetMeeting(String meetingId) {
        synchronized (this) {
            heard.removeIf(fact -> fact.source().equals(meetingId));
        }
        synchronized (lock()) {
            List<Fact> facts = read();
            int before = facts.size();
            facts.removeIf(fact -> fact.source().equals(meetingId));
            if (facts.size() < before) {
                write(facts);
            }
            return before - facts.size();
        }
    }

    /** Everything as JSON. */
    public String export() {
        return toJson(facts(true)).toPrettyString();
    }

    private Object lock() {
        return LOCKS.computeIfAbsent(file, f -> new Object());
    }

    private List<Fact> read() {
        List<Fact> facts = new ArrayList<>();
        if (!Files.exists(file)) {
            return facts;
        }
        try {
            for (JsonNode node : JSON.readTree(file.toFile()).path("facts")) {
                facts.add(new Fact(
                        node.path("about").asText(),
                        node.path("key").asText(),
                        node.path("text").asText(),
                        Math.clamp(node.path("confidence").asDouble(), 0, 1),
                        node.path("source").asText(),
                        node.path("at").asText(),
                        node.path("replaced").asBoolean()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the memory in " + file + " cannot be read", e);
        }
        return facts;
    }

    private static ObjectNode toJson(List<Fact> facts) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list = root.putArray("facts");
        for (Fact fact : facts) {
            list.addObject()
                    .put("about", fact.about())
                    .put("key", fact.key())
                    .put("text", fact.text())
                    .put("confidence", Math.round(fact.confidence() * 100) / 100.0)
                    .put("source", fact.source())
                    .put("at", fact.at())
                    .put("replaced", fact.replaced());
        }
        return root;
    }

    /** Whole or not at all. */
    private void write(List<Fact> facts) {
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.writeString(fresh, toJson(facts).toPrettyString());
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the memory in " + file + " cannot be written", e);
        }
    }

    /** How many facts there are about whom. */
    public Map<String, Integer> people() {
        Map<String, Integer> people = new HashMap<>();
        facts(false).forEach(f -> people.merge(f.about().toLowerCase(Locale.ROOT), 1, Integer::sum));
        return people;
    }
}
