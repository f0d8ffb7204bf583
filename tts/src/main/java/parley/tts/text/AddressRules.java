package parley.tts.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** E-mail and web addresses, file names, versions, IP addresses, handles and hashtags. */
final class AddressRules {
    private static final String TOP_LEVEL =
            "(?:com|org|net|io|dev|ai|co|uk|de|fr|edu|gov|app|info|eu|us|me|tv|ch|at|nl|ca|au|jp|in|cloud|tech|local)";
    private static final String EXTENSIONS =
            "pdf|docx?|xlsx?|pptx?|txt|csv|json|xml|html?|css|js|ts|py|java|md|zip|gz|tar"
                    + "|png|jpe?g|gif|svg|wav|ogg|mp[34]|ya?ml|toml|sh|log|exe|sql|proto|onnx";

    private static final Map<String, String> SPOKEN_PARTS = Map.ofEntries(
            Map.entry("json", "jason"),
            Map.entry("jpeg", "jay peg"),
            Map.entry("jpg", "jay peg"),
            Map.entry("gif", "gif"),
            Map.entry("wav", "wave"),
            Map.entry("png", "P N G"),
            Map.entry("pdf", "P D F"),
            Map.entry("csv", "C S V"),
            Map.entry("xml", "X M L"),
            Map.entry("html", "H T M L"),
            Map.entry("htm", "H T M"),
            Map.entry("css", "C S S"),
            Map.entry("js", "J S"),
            Map.entry("ts", "T S"),
            Map.entry("py", "pie"),
            Map.entry("md", "M D"),
            Map.entry("txt", "text"),
            Map.entry("doc", "doc"),
            Map.entry("docx", "doc X"),
            Map.entry("xls", "X L S"),
            Map.entry("xlsx", "X L S X"),
            Map.entry("ppt", "P P T"),
            Map.entry("pptx", "P P T X"),
            Map.entry("svg", "S V G"),
            Map.entry("ogg", "ogg"),
            Map.entry("mp", "M P"),
            Map.entry("yml", "yammel"),
            Map.entry("yaml", "yammel"),
            Map.entry("sh", "S H"),
            Map.entry("gz", "G Z"),
            Map.entry("exe", "E X E"),
            Map.entry("sql", "sequel"),
            Map.entry("onnx", "onyx"),
            Map.entry("www", "W W W"),
            Map.entry("api", "A P I"),
            Map.entry("http", "H T T P"),
            Map.entry("com", "com"),
            Map.entry("org", "org"),
            Map.entry("net", "net"),
            Map.entry("io", "I O"),
            Map.entry("ai", "A I"),
            Map.entry("uk", "U K"),
            Map.entry("eu", "E U"),
            Map.entry("us", "U S"),
            Map.entry("tv", "T V"),
            Map.entry("de", "D E"),
            Map.entry("edu", "E D U"),
            Map.entry("gov", "gov"),
            Map.entry("dev", "dev"));

    private static final Set<Character> VOWELS = Set.of('a', 'e', 'i', 'o', 'u', 'y');

    private AddressRules() {}

    static List<Rule> rules() {
        return List.of(
                Rule.of(
                        "(?:mailto:)?([\\w.+%-]{1,64})@((?:[\\w-]{1,63}\\.){1,5}[A-Za-z]{2,24})",
                        m -> parts(m.group(1)) + " at " + parts(m.group(2))),
                Rule.ignoringCase(
                        "https?://[^\\s<>\"]{1,2000}?(?=[.,;:!?)\\]'\"]*(?:\\s|$|\u0000))", m -> url(m.group())),
                Rule.ignoringCase("www\\.[^\\s<>\"]{1,2000}?(?=[.,;:!?)\\]'\"]*(?:\\s|$|\u0000))", m -> url(m.group())),
                Rule.of(
                        "(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\\.){1,4}" + TOP_LEVEL
                                + "(?:/[\\w./~%-]*[\\w/])?(?![\\w.]*\\w)",
                        m -> url(m.group())),
                Rule.of(
                        "(\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3})(?::(\\d{1,5}))?",
                        m -> dotted(m.group(1))
                                + (m.group(2) == null ? "" : " port " + EnglishNumbers.cardinal(m.group(2)))),
                Rule.of("[vV](\\d+(?:\\.\\d+){0,4})", m -> "version " + version(m.group(1))),
                Rule.of("\\d+(?:\\.\\d+){2,4}", m -> version(m.group())),
                Rule.ignoringCase(
                        "([\\w-]{1,80}(?:\\.[\\w-]{1,40})?)\\.(" + EXTENSIONS + ")(?![\\w])", m -> parts(m.group())),
                Rule.of("@([A-Za-z_][\\w.]{0,40}\\w)", m -> "at " + parts(m.group(1))),
                Rule.of("#([A-Za-z]\\w{1,60})", m -> "hashtag " + parts(m.group(1))));
    }

    private static String url(String written) {
        String bare = written.replaceFirst("(?i)^https?://", "").replaceFirst("(?i)^www\\.", "");
        int end = bare.length();
        for (char stop : new char[] {'?', '#'}) {
            int at = bare.indexOf(stop);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        String shown = bare.substring(0, end);
        while (shown.endsWith("/")) {
            shown = shown.substring(0, shown.length() - 1);
        }
        return shown.isEmpty() ? "a link" : parts(shown);
    }

    private static String version(String numbers) {
        List<String> words = new ArrayList<>();
        for (String part : numbers.split("\\.")) {
            words.add(EnglishNumbers.cardinal(part));
        }
        return String.join(" point ", words);
    }

    private static String dotted(String address) {
        List<String> words = new ArrayList<>();
        for (String part : address.split("\\.")) {
            words.add(EnglishNumbers.digits(part));
        }
        return String.join(" dot ", words);
    }

    /** Reads an address part by part, its marks by name. */
    static String parts(String written) {
        List<String> words = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            boolean sameKind = !run.isEmpty()
                    && Character.isLetter(run.charAt(run.length() - 1)) == Character.isLetter(c)
                    && !(Character.isLowerCase(run.charAt(run.length() - 1)) && Character.isUpperCase(c));
            if (Character.isLetterOrDigit(c)) {
                if (!run.isEmpty() && !sameKind) {
                    flush(run, words);
                }
                run.append(c);
                continue;
            }
            flush(run, words);
            words.add(
                    switch (c) {
                        case '.' -> "dot";
                        case '-' -> "dash";
                        case '_' -> "underscore";
                        case '/' -> "slash";
                        case '+' -> "plus";
                        case ':' -> "colon";
                        case '%' -> "percent";
                        case '~' -> "tilde";
                        case '=' -> "equals";
                        case '&' -> "and";
                        case '@' -> "at";
                        default -> "";
                    });
        }
        flush(run, words);
        words.removeIf(String::isEmpty);
        return String.join(" ", words);
    }

    private static void flush(StringBuilder run, List<String> words) {
        if (run.isEmpty()) {
            return;
        }
        String part = run.toString();
        run.setLength(0);
        if (Character.isDigit(part.charAt(0))) {
            words.add(
                    part.length() <= 2 && !part.startsWith("0")
                            ? EnglishNumbers.cardinal(part)
                            : EnglishNumbers.digits(part));
            return;
        }
        String known = SPOKEN_PARTS.get(part.toLowerCase(Locale.ROOT));
        boolean sayable = part.chars().anyMatch(c -> VOWELS.contains((char) Character.toLowerCase(c)));
        words.add(known != null ? known : sayable && part.length() > 1 ? part : SayAs.spelled(part));
    }
}
