package parley.tts.text;

import static parley.tts.text.EnglishNumbers.decimal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers with a unit of measure; the units are in units.tsv. */
final class UnitRules {
    private record Unit(String one, String many) {}

    private static final Map<String, Unit> UNITS = load();

    private UnitRules() {}

    private static Map<String, Unit> load() {
        Map<String, Unit> units = new HashMap<>();
        for (String[] row : Abbreviations.Table.read("units.tsv", 3)) {
            units.put(row[0], new Unit(row[1], row[2]));
        }
        return Map.copyOf(units);
    }

    static List<Rule> rules() {
        String symbols = UNITS.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        String number = NumberRules.NUMBER;
        return List.of(
                Rule.of(
                        "(\\d{1,2})'\\s?(\\d{1,2})(?:\"|'')?",
                        m -> decimal(m.group(1)) + " foot " + decimal(m.group(2))),
                Rule.of(
                        "(" + number + ")\\s?[-\u2013]\\s?(" + number + ")\\s?(" + symbols
                                + ")(?![A-Za-z\u00b2\u00b3/])",
                        m -> decimal(m.group(1)) + " to " + decimal(m.group(2)) + " "
                                + unit(m.group(3)).many()),
                Rule.of(
                        "([-+\u2212]?)(" + number + ")[\\s\u00a0-]?(" + symbols + ")(?![A-Za-z\u00b2\u00b3]|/[A-Za-z])",
                        m -> decimal(m.group(1) + m.group(2)) + " "
                                + (EnglishNumbers.isOne(m.group(2))
                                        ? unit(m.group(3)).one()
                                        : unit(m.group(3)).many())));
    }

    private static Unit unit(String symbol) {
        Unit unit = UNITS.get(symbol);
        return unit != null ? unit : new Unit(symbol, symbol);
    }
}
