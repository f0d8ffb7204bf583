package parley.brain.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A Markdown file that answers questions: the section that fits best by BM25, then its sentences that fit best. */
public final class Knowledge {
    private static final double K1 = 1.2;
    private static final double B = 0.75;
    /** A word in a heading says what the section is about; it counts as often as this in the text. */
    private static final int HEADING_WEIGHT = 3;
    /** Of what a question asks, by rarity of its words, so much must be in the section. */
    private static final double COVERED = 0.5;

    private static final int SPOKEN_CHARS = 260;

    private final List<Markdown.Section> sections;
    private final List<Map<String, Integer>> frequencies = new ArrayList<>();
    private final List<Integer> lengths = new ArrayList<>();
    private final Map<String, Integer> documents = new HashMap<>();
    private final double averageLength;

    private Knowledge(List<Markdown.Section> sections) {
        this.sections = sections;
        long all = 0;
        for (Markdown.Section section : sections) {
            Map<String, Integer> counts = new HashMap<>();
            String headings = section.heading() + " " + section.path();
            Words.terms(headings).forEach(term -> counts.merge(term, HEADING_WEIGHT, Integer::sum));
            section.sentences().forEach(s -> Words.terms(s).forEach(term -> counts.merge(term, 1, Integer::sum)));
            counts.keySet().forEach(term -> documents.merge(term, 1, Integer::sum));
            int length = counts.values().stream().mapToInt(Integer::intValue).sum();
            frequencies.add(counts);
            lengths.add(length);
            all += length;
        }
        averageLength = sections.isEmpty() ? 1 : Math.max(1, (double) all / sections.size());
    }

    public static Knowledge of(String markdown) {
        return new Knowledge(Markdown.sections(markdown));
    }

    /** @throws IOException where it cannot be read */
    public static Knowledge read(Path file) throws IOException {
        return of(Files.readString(file));
    }

    /** What ships: about Parley itself. */
    public static Knowledge aboutParley() {
        try (InputStream in = Knowledge.class.getResourceAsStream("knowledge.md")) {
            if (in == null) {
                throw new IllegalStateException("knowledge.md is missing from the jar");
            }
            return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An answer that can be said.
     *
     * @param more what the section holds beyond it; empty for nothing
     */
    public record Found(String heading, String answer, String more, double score) {}

    /** What the file is about: its headings. */
    public List<String> topics() {
        return sections.stream()
                .map(Markdown.Section::heading)
                .filter(h -> !h.isBlank())
                .distinct()
                .toList();
    }

    public Optional<Found> find(String question) {
        Set<String> terms = new LinkedHashSet<>();
        Words.terms(question).forEach(term -> terms.add(known(term)));
        double asked = terms.stream().mapToDouble(this::rarity).sum();
        if (terms.isEmpty()) {
            return Optional.empty();
        }
        int best = -1;
        double bestScore = 0;
        for (int i = 0; i < sections.size(); i++) {
            double score = score(i, terms);
            if (score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        if (best < 0 || covered(best, terms) / asked < COVERED) {
            return Optional.empty();
        }
        return Optional.of(spoken(sections.get(best), terms, bestScore));
    }

    private double score(int section, Set<String> terms) {
        double score = 0;
        for (String term : terms) {
            double frequency = frequencies.get(section).getOrDefault(term, 0);
            double norm = K1 * (1 - B + B * lengths.get(section) / averageLength);
            score += rarity(term) * frequency * (K1 + 1) / (frequency + norm);
        }
        return score;
    }

    private double covered(int section, Set<String> terms) {
        return terms.stream()
                .filter(frequencies.get(section)::containsKey)
                .mapToDouble(this::rarity)
                .sum();
    }

    private double rarity(String term) {
        int in = documents.getOrDefault(term, 0);
        return Math.log(1 + (sections.size() - in + 0.5) / (in + 0.5));
    }

    /** A word that the file does not have may be one that it has, misheard. */
    private String known(String term) {
        if (documents.containsKey(term) || term.length() < 4) {
            return term;
        }
        return documents.keySet().stream()
                .filter(other -> other.length() >= 4 && Words.nearly(term, other))
                .min(Comparator.comparingDouble(this::rarity).thenComparing(Comparator.naturalOrder()))
                .orElse(term);
    }

    /** The sentence that fits best and what follows it, as much as one says in a breath or two. */
    private Found spoken(Markdown.Section section, Set<String> terms, double score) {
        List<String> sentences = section.sentences();
        int best = 0;
        double bestFit = -1;
        for (int i = 0; i < sentences.size(); i++) {
            List<String> words = Words.terms(sentences.get(i));
            double fit = terms.stream()
                            .filter(words::contains)
                            .mapToDouble(this::rarity)
                            .sum()
                    - 0.01 * i;
            if (fit > bestFit) {
                best = i;
                bestFit = fit;
            }
        }
        StringBuilder answer = new StringBuilder(sentences.get(best));
        int next = best + 1;
        while (next < sentences.size() && answer.length() + sentences.get(next).length() < SPOKEN_CHARS) {
            answer.append(' ').append(sentences.get(next++));
        }
        StringBuilder more = new StringBuilder();
        while (next < sentences.size() && more.length() + sentences.get(next).length() < SPOKEN_CHARS) {
            more.append(more.isEmpty() ? "" : " ").append(sentences.get(next++));
        }
        return new Found(section.heading(), answer.toString(), more.toString(), score);
    }
}
