package parley.server.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command's arguments, taken apart: flags, options with a value, and the rest in order. */
public final class Arguments {
    private final Set<String> flags;
    private final Map<String, String> options;
    private final List<String> rest;

    private Arguments(Set<String> flags, Map<String, String> options, List<String> rest) {
        this.flags = flags;
        this.options = options;
        this.rest = rest;
    }

    /**
     * Takes arguments apart. An option that is in neither set is refused with the nearest one; {@code --option=value}
     * and {@code --option value} mean the same; everything after {@code --} is rest.
     */
    public static Arguments parse(List<String> arguments, Set<String> knownFlags, Set<String> knownOptions)
            throws Misuse {
        var flags = new java.util.TreeSet<String>();
        Map<String, String> options = new HashMap<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--")) {
                rest.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
            if (!argument.startsWith("-") || argument.equals("-")) {
                rest.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (knownFlags.contains(name) && equals < 0) {
                flags.add(name);
            } else if (knownOptions.contains(name)) {
                if (equals < 0 && i + 1 == arguments.size()) {
                    throw new Misuse(name + " wants a value");
                }
                options.put(name, equals < 0 ? arguments.get(++i) : argument.substring(equals + 1));
            } else {
                throw unknown(name, knownFlags, knownOptions);
            }
        }
        return new Arguments(flags, options, List.copyOf(rest));
    }

    private static Misuse unknown(String name, Set<String> flags, Set<String> options) {
        List<String> known = new ArrayList<>(flags);
        known.addAll(options);
        return new Misuse("there is no option " + name
                + Nearest.to(name, known)
                        .map(found -> "; did you mean " + found + "?")
                        .orElse(""));
    }

    /** Whether a flag was given. */
    public boolean has(String flag) {
        return flags.contains(flag);
    }

    /** An option's value. */
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** A whole number within bounds. */
    public int number(String name, int otherwise, int least, int most) throws Misuse {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, like a number out of bounds
        }
        throw new Misuse(name + " wants a number from " + least + " to " + most + ", not " + text);
    }

    /** What is neither flag nor option, in order. */
    public List<String> rest() {
        return rest;
    }

    /** The command was used wrongly; the message says how. */
    public static final class Misuse extends Exception {
        public Misuse(String message) {
            super(message);
        }
    }
}
