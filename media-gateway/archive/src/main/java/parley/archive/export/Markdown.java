package parley.archive.export;

/** Text that people said, safe inside Markdown. */
public final class Markdown {
    private Markdown() {}

    /** One line in which nothing is markup. */
    public static String plain(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (char c : text.replaceAll("\\s+", " ").strip().toCharArray()) {
            if ("\\`*_[]<>#|".indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }
}
