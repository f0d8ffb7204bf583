package parley.turns.bench;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** What recognizers make of a name: words that sound like it, and the name torn in two. */
final class NameErrors {
    /** Written down by ear, not computed: a computed list would know how the matcher thinks. */
    private static final Map<String, List<String>> HEARD = Map.of(
            "parley",
                    List.of(
                            "parlay", "barley", "par lee", "parly", "pearly", "harley", "party", "partly", "parlor",
                            "par lay"),
            "nova", List.of("no va", "nover", "noah", "novah", "over", "know va", "nola", "cova"),
            "iris", List.of("irish", "i ris", "eye ris", "arris", "iras", "iriss", "virus"),
            "atlas", List.of("at last", "at lass", "atlus", "adlas", "at les", "alas"),
            "clara", List.of("claire a", "clarra", "klara", "clear a", "lara", "carla", "claro"),
            "oscar", List.of("oska", "os car", "ask her", "oskar", "ozcar", "oscer"),
            "mira", List.of("mirror", "meera", "me ra", "mirra", "near a", "mera", "myra"),
            "echo", List.of("ecco", "eco", "a co", "eckhoe", "gecko", "echoe", "ekko"));

    private final Map<String, String> plain = new HashMap<>();

    /** Puts the agent's name in, misheard in this share of the cases. */
    String mishear(String line, String agent, double share, Random r) {
        String name = plain.computeIfAbsent(agent, a -> a.toLowerCase(Locale.ROOT));
        String heard = name;
        List<String> errors = HEARD.getOrDefault(name, List.of());
        if (!errors.isEmpty() && r.nextDouble() < share) {
            heard = errors.get(r.nextInt(errors.size()));
        }
        return line.replace("{agent}", heard);
    }
}
