package parley.inference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the carried states of a streaming model: an input whose twin is an output. Makers name the twins differently
 * (x and x_out, cached_key_0 and new_cached_key_0, state and stateN, h0 and hn, cache and cache_next); metadata
 * {@code state_pairs} = "input:output,..." overrules the names.
 */
final class StatePairing {
    static final String METADATA_KEY = "state_pairs";
    private static final List<String> PREFIXES = List.of("new_", "next_", "out_", "output_");
    private static final List<String> SUFFIXES = List.of("_out", "_next", "_new", "_n", "N", "n", "_output");

    private StatePairing() {}

    static List<StatePair> find(List<TensorSpec> inputs, List<TensorSpec> outputs, Map<String, String> metadata) {
        String declared = metadata.get(METADATA_KEY);
        return declared == null ? byName(inputs, outputs) : declared(declared, inputs, outputs);
    }

    private static List<StatePair> declared(String text, List<TensorSpec> inputs, List<TensorSpec> outputs) {
        List<StatePair> pairs = new ArrayList<>();
        for (String entry : text.split(",")) {
            String[] names = entry.trim().split(":");
            if (names.length != 2) {
                throw broken("metadata " + METADATA_KEY + ": '" + entry + "' is not input:output");
            }
            pairs.add(new StatePair(named(names[0].trim(), inputs), named(names[1].trim(), outputs)));
        }
        return List.copyOf(pairs);
    }

    private static TensorSpec named(String name, List<TensorSpec> specs) {
        for (TensorSpec spec : specs) {
            if (spec.name().equals(name)) {
                return spec;
            }
        }
        throw broken("metadata " + METADATA_KEY + " names " + name + ", which the graph lacks");
    }

    private static InferenceException broken(String message) {
        return new InferenceException(InferenceException.Reason.BROKEN, message);
    }

    private static List<StatePair> byName(List<TensorSpec> inputs, List<TensorSpec> outputs) {
        Map<String, TensorSpec> outputsByName = new HashMap<>();
        for (TensorSpec output : outputs) {
            outputsByName.put(output.name(), output);
        }
        List<StatePair> pairs = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (TensorSpec input : inputs) {
            twin(input, outputsByName)
                    .filter(output -> taken.add(output.name()))
                    .ifPresent(output -> pairs.add(new StatePair(input, output)));
        }
        return List.copyOf(pairs);
    }

    private static Optional<TensorSpec> twin(TensorSpec input, Map<String, TensorSpec> outputs) {
        List<String> candidates = new ArrayList<>();
        // A graph cannot have an input and an output of one name, so the bare name is never the twin's.
        for (String prefix : PREFIXES) {
            candidates.add(prefix + input.name());
        }
        for (String suffix : SUFFIXES) {
            candidates.add(input.name() + suffix);
        }
        if (input.name().endsWith("_in")) {
            candidates.add(input.name().substring(0, input.name().length() - 3) + "_out");
        }
        if (input.name().endsWith("0")) {
            candidates.add(input.name().substring(0, input.name().length() - 1) + "n");
        }
        for (String candidate : candidates) {
            TensorSpec output = outputs.get(candidate);
            if (output != null && output.type() == input.type() && output.rank() == input.rank()) {
                return Optional.of(output);
            }
        }
        return Optional.empty();
    }
}
