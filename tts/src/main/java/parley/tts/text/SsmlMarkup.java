package parley.tts.text;

import java.util.Locale;
import java.util.Set;

/** Which elements exist here: SSML's break, emphasis, say-as, sub and phoneme; those that only wrap text; plain HTML. */
final class SsmlMarkup {
    private static final Set<String> HOLD_TOGETHER = Set.of("emphasis", "say-as", "sub", "phoneme");
    private static final Set<String> WRAP = Set.of(
            "speak", "p", "s", "prosody", "voice", "lang", "mark", "w", "b", "i", "u", "em", "strong", "br", "span",
            "a", "ul", "ol", "li", "code", "pre", "div", "sup", "small", "h1", "h2", "h3", "h4");

    private SsmlMarkup() {}

    /** Whether the element's content must not be cut in two. The tag comes without its angle brackets. */
    static boolean holdsTogether(String tag) {
        return HOLD_TOGETHER.contains(name(tag));
    }

    /** Whether this is a tag at all: "a <b and c> d" is not. */
    static boolean known(String tag) {
        String name = name(tag);
        return name.equals("break") || HOLD_TOGETHER.contains(name) || WRAP.contains(name);
    }

    static String name(String tag) {
        int from = tag.startsWith("/") ? 1 : 0;
        int to = from;
        while (to < tag.length() && (Character.isLetterOrDigit(tag.charAt(to)) || tag.charAt(to) == '-')) {
            to++;
        }
        return tag.substring(from, to).toLowerCase(Locale.ROOT);
    }
}
