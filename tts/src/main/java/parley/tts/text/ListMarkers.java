package parley.tts.text;

import java.util.regex.Pattern;

/** What begins a line of a list or a heading and is not spoken as written: {@code -}, {@code *}, {@code 2.}, {@code ##}. */
final class ListMarkers {
    private static final Pattern MARKER = Pattern.compile("[-*+\u2022]|\\d{1,3}[.)]|#{1,6}|>");

    private ListMarkers() {}

    static boolean is(String token) {
        return MARKER.matcher(token).matches();
    }
}
