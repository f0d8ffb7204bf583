package parley.server.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.server.cli.Nearest;

/** Makes records of parsed YAML: a component {@code leaveAfter} is the key {@code leave-after}. */
final class RecordBinder {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");

    Object bind(Class<?> type, Map<String, @Nullable Object> settings) throws ConfigurationException {
        return record("", type, settings);
    }

    private Object record(String prefix, Class<?> type, Map<?, ?> settings) throws ConfigurationException {
        RecordComponent[] components = type.getRecordComponents();
        Set<String> known = Arrays.stream(components).map(RecordBinder::key).collect(Collectors.toSet());
        for (Object key : settings.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                throw new ConfigurationException("there is no key " + prefix + key
                        + Nearest.to(String.valueOf(key), known)
                                .map(found -> "; did you mean " + prefix + found + "?")
                                .orElse(""));
            }
        }
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = key(components[i]);
            values[i] = value(prefix + key, components[i].getGenericType(), settings.get(key));
        }
        return construct(prefix, type, components, values);
    }

    private static Object construct(
            String prefix, Class<?> type, RecordComponent[] components, @Nullable Object[] values)
            throws ConfigurationException {
        try {
            Class<?>[] signature =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(signature);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Check.Refused refused) {
                throw new ConfigurationException(refused.describe(prefix));
            }
            throw new IllegalStateException("cannot make " + type.getSimpleName(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type.getSimpleName(), e);
        }
    }

    private Object value(String key, Type type, @Nullable Object found) throws ConfigurationException {
        if (type instanceof ParameterizedType parameterized) {
            return generic(key, parameterized, found);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord()) {
            if (found instanceof Map<?, ?> map) {
                return record(key + ".", plain, map);
            }
            throw refused(key, found, "a mapping");
        }
        return scalar(key, plain, found);
    }

    private Object generic(String key, ParameterizedType type, @Nullable Object found) throws ConfigurationException {
        Type argument = type.getActualTypeArguments()[0];
        if (type.getRawType() == Optional.class) {
            boolean unset = found == null || (found instanceof String text && text.isBlank());
            return unset ? Optional.empty() : Optional.of(value(key, argument, found));
        }
        if (type.getRawType() == List.class) {
            return list(key, argument, found);
        }
        if (found instanceof Map<?, ?> map) {
            Map<String, String> strings = new LinkedHashMap<>();
            map.forEach((k, v) -> strings.put(String.valueOf(k), String.valueOf(v)));
            return strings;
        }
        throw refused(key, found, "a mapping");
    }

    private List<Object> list(String key, Type argument, @Nullable Object found) throws ConfigurationException {
        List<Object> values = new ArrayList<>();
        if (found instanceof String text) { // from the environment
            for (String part : text.split(",")) {
                if (!part.isBlank()) {
                    values.add(value(key, argument, part.strip()));
                }
            }
            return values;
        }
        if (!(found instanceof List<?> entries)) {
            throw refused(key, found, "a list");
        }
        int index = 0;
        for (Object entry : entries) {
            values.add(value(key + "[" + index++ + "]", argument, entry));
        }
        return values;
    }

    private static Object scalar(String key, Class<?> type, @Nullable Object found) throws ConfigurationException {
        String text = found == null ? "" : String.valueOf(found).strip();
        if (type == String.class) {
            return text;
        } else if (type == boolean.class) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> true;
                case "false", "no", "off" -> false;
                default -> throw refused(key, found, "true or false");
            };
        } else if (type == int.class || type == long.class) {
            return wholeNumber(key, type, text);
        } else if (type == double.class) {
            return decimal(key, text);
        } else if (type == Path.class) {
            return path(key, text);
        } else if (type == Duration.class) {
            return duration(key, text);
        } else if (type.isEnum()) {
            return enumeration(key, type, text);
        }
        throw new IllegalStateException("no settings of type " + type);
    }

    private static Object wholeNumber(String key, Class<?> type, String text) throws ConfigurationException {
        try {
            long value = Long.parseLong(text);
            if (type == long.class) {
                return value;
            }
            return Math.toIntExact(value);
        } catch (NumberFormatException | ArithmeticException e) {
            throw refused(key, text, "a whole number");
        }
    }

    private static Object decimal(String key, String text) throws ConfigurationException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw refused(key, text, "a number");
        }
    }

    private static Path path(String key, String text) throws ConfigurationException {
        if (text.isEmpty()) {
            throw refused(key, text, "a path");
        }
        String home = System.getProperty("user.home", "");
        return Path.of(text.startsWith("~/") ? home + text.substring(1) : text);
    }

    private static Duration duration(String key, String text) throws ConfigurationException {
        Matcher match = DURATION.matcher(text);
        if (!match.matches()) {
            throw refused(key, text, "a duration such as 250ms, 30s, 10m, 2h or 1d");
        }
        long amount = Long.parseLong(match.group(1));
        return switch (match.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static Object enumeration(String key, Class<?> type, String text) throws ConfigurationException {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.equals(text.toLowerCase(Locale.ROOT))) {
                return constant;
            }
            names.add(name);
        }
        throw refused(key, text, String.join(", ", names));
    }

    private static ConfigurationException refused(String key, @Nullable Object found, String allowed) {
        return new ConfigurationException(key + " is " + (found == null ? "empty" : found) + "; allowed is " + allowed);
    }

    static String key(RecordComponent component) {
        return component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
