package parley.brain.embedded;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Markdown file as sections of text that can be said aloud. */
final class Markdown {
    private static final Pattern HEADING = Pattern.compile("^(#{1,6})\\s+(.+?)\\s*#*$");
    private static final Pattern LINK = Pattern.compile("!?\\[([^\\]]*)]\\([^)]*\\)");
    private static final Pattern BULLET = Pattern.compile("^\\s*(?:[-*+]|\\d+[.)])\\s+");
    private static final int SECTIONS_AT_MOST = 5_000;

    private Markdown() {}

    /**
     * A heading and what stands below it.
     *
     * @param path the headings above it, the file's title left out
     */
    record Section(String heading, String path, List<String> sentences) {
        Section {
            sentences = List.copyOf(sentences);
        }
    }

    static List<Section> sections(String markdown) {
        List<Section> sections = new ArrayList<>();
        String[] above = new String[7];
        Arrays.fill(above, "");
        String heading = "";
        int level = 0;
        List<String> lines = new ArrayList<>();
        boolean code = false;
        for (String line : markdown.lines().toList()) {
            if (line.startsWith("```")) {
                code = !code;
                continue;
            }
            Matcher matcher = HEADING.matcher(line);
            if (code || !matcher.matches()) {
                lines.add(code ? "" : line);
                continue;
            }
            add(sections, heading, path(above, level), lines);
            lines.clear();
            level = matcher.group(1).length();
            heading = plain(matcher.group(2));
            above[level] = heading;
            for (int deeper = level + 1; deeper < above.length; deeper++) {
                above[deeper] = "";
            }
        }
        add(sections, heading, path(above, level), lines);
        return List.copyOf(sections);
    }

    private static String path(String[] above, int level) {
        StringBuilder path = new StringBuilder();
        for (int i = 2; i < level; i++) {
            if (!above[i].isEmpty()) {
                path.append(above[i]).append(' ');
            }
        }
        return path.toString();
    }

    private static void add(List<Section> sections, String heading, String path, List<String> lines) {
        List<String> sentences = sentences(lines);
        if (!sentences.isEmpty() && sections.size() < SECTIONS_AT_MOST) {
            sections.add(new Section(heading, path, sentences));
        }
    }

    /** Paragraphs are split into sentences; a list's entry is one by itself. */
    private static List<String> sentences(List<String> lines) {
        List<String> sentences = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        for (String line : lines) {
            boolean bullet = BULLET.matcher(line).find();
            if (line.isBlank() || bullet || line.startsWith("|")) {
                split(paragraph, sentences);
            }
            if (!line.isBlank() && !line.matches("^[\\s|:\\-]+$")) {
                paragraph
                        .append(BULLET.matcher(line.replace('|', ' ')).replaceFirst(""))
                        .append(' ');
            }
        }
        split(paragraph, sentences);
        return sentences;
    }

    private static void split(StringBuilder paragraph, List<String> sentences) {
        String text = plain(paragraph.toString());
        paragraph.setLength(0);
        for (String sentence : text.split("(?<=[.!?])\\s+(?=[\\p{Lu}\\p{N}\"'])")) {
            if (!sentence.isBlank()) {
                String trimmed = sentence.strip();
                sentences.add(trimmed.matches(".*[.!?:]$") ? trimmed : trimmed + ".");
            }
        }
    }

    /** Without marks that a voice would stumble over. */
    static String plain(String text) {
        return LINK.matcher(text)
                .replaceAll("$1")
                .replaceAll("[*_`]{1,3}(\\S.*?\\S|\\S)[*_`]{1,3}", "$1")
                .replaceAll("<[^>]{1,200}>", "")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
