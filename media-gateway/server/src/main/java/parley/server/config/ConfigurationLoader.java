package parley.server.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import parley.archive.sealing.MasterKey;
import parley.server.cli.Nearest;

/** Lays a file and the environment over the defaults of the reference file. */
public final class ConfigurationLoader {
    /** Variables of the launcher and of single modules, which are no settings of the gateway. */
    private static final List<String> OTHER_VARIABLES = List.of(
            "PARLEY_JAVA_HOME",
            "PARLEY_JVM_OPTIONS",
            "PARLEY_PROFILES",
            "PARLEY_CACHE",
            "PARLEY_MODELS",
            "PARLEY_REPOSITORY",
            "PARLEY_LLM_URL",
            "PARLEY_LLM_MODEL",
            "PARLEY_LLM_KEY",
            "PARLEY_LOG",
            MasterKey.VARIABLE,
            "PARLEY_PYTHON");

    private static final String PREFIX = "PARLEY_";

    private ConfigurationLoader() {}

    /** The defaults alone. */
    public static GatewayConfiguration defaults() {
        try {
            return load(Optional.empty(), Map.of());
        } catch (ConfigurationException e) {
            throw new IllegalStateException("reference.yaml does not hold", e);
        }
    }

    /** The configuration that a gateway starts with. */
    public static GatewayConfiguration load(Optional<Path> file, Map<String, String> environment)
            throws ConfigurationException {
        Map<String, @Nullable Object> settings = parse("reference.yaml", reference());
        if (file.isPresent()) {
            overlay("", settings, parse(file.get().toString(), read(file.get())));
        }
        overlayEnvironment(settings, environment);
        return (GatewayConfiguration) new RecordBinder().bind(GatewayConfiguration.class, settings);
    }

    /** The reference file as it stands: every key with its meaning and default. */
    public static String referenceText() {
        return reference();
    }

    static String reference() {
        try (var in = ConfigurationLoader.class.getResourceAsStream("reference.yaml")) {
            return new String(Objects.requireNonNull(in, "reference.yaml").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) throws ConfigurationException {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("there is no file " + file);
        } catch (IOException e) {
            throw new ConfigurationException("cannot read " + file + ": " + e.getMessage());
        }
    }

    @SuppressWarnings("unchecked") // YAML mappings come as Map<Object, Object>; keys are checked to be strings
    private static Map<String, @Nullable Object> parse(String name, String yaml) throws ConfigurationException {
        Object root;
        try {
            var settings = LoadSettings.builder()
                    .setLabel(name)
                    .setMaxAliasesForCollections(10)
                    .build();
            root = new Load(settings).loadFromString(yaml);
        } catch (YamlEngineException e) {
            throw new ConfigurationException(name + " is not YAML: " + e.getMessage());
        }
        if (root == null) {
            return new LinkedHashMap<>();
        }
        if (!(root instanceof Map<?, ?> map) || !map.keySet().stream().allMatch(String.class::isInstance)) {
            throw new ConfigurationException(name + " has to be a mapping of keys to values");
        }
        return new LinkedHashMap<>((Map<String, @Nullable Object>) map);
    }

    @SuppressWarnings("unchecked") // both sides are mappings of the parser
    private static void overlay(String prefix, Map<String, @Nullable Object> under, Map<String, @Nullable Object> over)
            throws ConfigurationException {
        for (var entry : over.entrySet()) {
            String key = entry.getKey();
            if (!under.containsKey(key)) {
                throw new ConfigurationException("there is no key " + prefix + key
                        + Nearest.to(key, under.keySet())
                                .map(found -> "; did you mean " + prefix + found + "?")
                                .orElse(""));
            }
            boolean section = under.get(key) instanceof Map<?, ?> map && !map.isEmpty();
            if (section && entry.getValue() instanceof Map<?, ?> inner) {
                Map<String, @Nullable Object> copy =
                        new LinkedHashMap<>((Map<String, @Nullable Object>) Objects.requireNonNull(under.get(key)));
                overlay(prefix + key + ".", copy, (Map<String, @Nullable Object>) inner);
                under.put(key, copy);
            } else if (section) {
                throw new ConfigurationException(prefix + key + " is " + entry.getValue()
                        + "; allowed is a mapping with the keys " + under.get(key));
            } else if (under.get(key) instanceof List<?> samples && entry.getValue() instanceof List<?> entries) {
                under.put(key, overlayEntries(prefix + key, samples, entries));
            } else {
                under.put(key, entry.getValue());
            }
        }
    }

    /** What an entry of a list leaves out is as in the reference file's entry. */
    @SuppressWarnings("unchecked") // both sides are mappings of the parser
    private static List<@Nullable Object> overlayEntries(String key, List<?> samples, List<?> entries)
            throws ConfigurationException {
        List<@Nullable Object> result = new ArrayList<>();
        for (Object entry : entries) {
            if (!samples.isEmpty()
                    && samples.getFirst() instanceof Map<?, ?> sample
                    && entry instanceof Map<?, ?> map) {
                Map<String, @Nullable Object> copy = new LinkedHashMap<>((Map<String, @Nullable Object>) sample);
                overlay(key + "[" + result.size() + "].", copy, (Map<String, @Nullable Object>) map);
                result.add(copy);
            } else {
                result.add(entry);
            }
        }
        return result;
    }

    private static void overlayEnvironment(Map<String, @Nullable Object> settings, Map<String, String> environment)
            throws ConfigurationException {
        Map<String, List<String>> paths = new TreeMap<>();
        for (var section : settings.entrySet()) {
            if (section.getValue() instanceof Map<?, ?> keys) {
                keys.keySet()
                        .forEach(key -> paths.put(
                                variable(section.getKey() + "_" + key),
                                List.of(section.getKey(), String.valueOf(key))));
            }
        }
        for (var entry : new TreeMap<>(environment).entrySet()) {
            String name = entry.getKey();
            if (!name.startsWith(PREFIX) || OTHER_VARIABLES.contains(name) || name.startsWith("PARLEY_TEST_")) {
                continue;
            }
            List<String> path = paths.get(name);
            if (path == null) {
                throw new ConfigurationException("there is no setting for the variable " + name
                        + Nearest.to(name, paths.keySet())
                                .map(found -> "; did you mean " + found + "?")
                                .orElse(""));
            }
            overlay("", settings, Map.of(path.getFirst(), Map.of(path.getLast(), entry.getValue())));
        }
    }

    private static String variable(String path) {
        return PREFIX + path.replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
