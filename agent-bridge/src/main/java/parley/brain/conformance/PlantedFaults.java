package parley.brain.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import parley.brain.sdk.InProcessTransport;

/** Plants each fault in a brain that is sound otherwise, and looks whether the kit finds it by its own rule. */
public final class PlantedFaults {
    /** Short, since a fake brain answers at once. */
    public static final Patience PATIENCE = new Patience(3_000, 250, 800);

    private static final int AT_ONCE = 12;

    private PlantedFaults() {}

    /** What the kit found in a sound brain. */
    public static List<Rule> inASoundBrain() throws InterruptedException {
        return broken(Set.of());
    }

    /** The rules that each fault broke. */
    public static Map<Fault, List<Rule>> plantAll() throws InterruptedException {
        Map<Fault, Future<List<Rule>>> runs = new LinkedHashMap<>();
        Map<Fault, List<Rule>> found = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().daemon().factory())) {
            for (Fault fault : Fault.values()) {
                runs.put(fault, threads.submit(() -> broken(Set.of(fault))));
            }
            for (Map.Entry<Fault, Future<List<Rule>>> run : runs.entrySet()) {
                try {
                    found.put(run.getKey(), run.getValue().get());
                } catch (ExecutionException e) {
                    throw new IllegalStateException(
                            "the kit failed with " + run.getKey().id() + " planted", e);
                }
            }
        }
        return found;
    }

    private static List<Rule> broken(Set<Fault> faults) throws InterruptedException {
        FakeBrain brain = new FakeBrain(FakeScript.DEFAULT, faults);
        try (InProcessTransport transport = new InProcessTransport(brain, brain)) {
            return new ArrayList<>(ConformanceKit.check(transport, PATIENCE).broken());
        }
    }

    /** Faults that were not found by their own rule, or for which a sound rule was blamed. */
    public static List<String> missed(Map<Fault, List<Rule>> found) {
        return found.entrySet().stream()
                .filter(e -> !e.getValue().equals(List.of(e.getKey().rule())))
                .map(e -> e.getKey().id() + " broke "
                        + e.getValue().stream().map(Rule::id).toList() + ", not just "
                        + e.getKey().rule().id())
                .toList();
    }
}
