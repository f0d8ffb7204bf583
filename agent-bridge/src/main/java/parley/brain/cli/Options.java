package parley.brain.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A command's arguments: {@code --name value}, {@code --flag}, and the rest. */
final class Options {
    private final Map<String, String> values = new HashMap<>();
    private final List<String> rest = new ArrayList<>();

    /** The command was used wrongly. */
    static final class Misuse extends Exception {
        Misuse(String message) {
            super(message);
        }
    }

    static Options parse(List<String> args, Set<String> flags, Set<String> named) throws Misuse {
        Options options = new Options();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (!arg.startsWith("--")) {
                options.rest.add(arg);
            } else if (flags.contains(arg)) {
                options.values.put(arg, "");
            } else if (named.contains(arg) && i + 1 < args.size()) {
                options.values.merge(arg, args.get(++i), (a, b) -> a + "," + b);
            } else {
                throw new Misuse(named.contains(arg) ? arg + " wants a value" : "there is no option " + arg);
            }
        }
        return options;
    }

    boolean has(String flag) {
        return values.containsKey(flag);
    }

    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    int number(String name, int otherwise, int least, int most) throws Misuse {
        String text = values.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, like a number out of bounds
        }
        throw new Misuse(name + " wants a number from " + least + " to " + most + ", not " + text);
    }

    List<String> rest() {
        return rest;
    }
}
