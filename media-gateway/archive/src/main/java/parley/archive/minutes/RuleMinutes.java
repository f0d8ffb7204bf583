package parley.archive.minutes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.archive.minutes.Minutes.Citation;
import parley.archive.minutes.Minutes.Statement;
import parley.archive.transcript.StoredUtterance;

/** Minutes without a model: sentences that were said, chosen by rules, together with what the brain noted. */
public final class RuleMinutes {
    /** What {@link Minutes#method} says of them. */
    public static final String METHOD = "rules";

    private static final int SUMMARY_AT_MOST = 7;
    private static final int FEWEST_WORDS = 4;
    /** An answer comes soon or it is not one. */
    private static final long ANSWER_WITHIN_MILLIS = 15_000;

    private RuleMinutes() {}

    public static Minutes of(String meetingId, String title, List<StoredUtterance> transcript, List<BrainNote> notes) {
        Keywords keywords = new Keywords(transcript);
        List<Statement> decisions = noted(notes, "decision", transcript);
        List<Statement> actions = noted(notes, "action-item", transcript);
        List<Statement> open = noted(notes, "open-question", transcript);
        for (int i = 0; i < transcript.size(); i++) {
            StoredUtterance u = transcript.get(i);
            if (u.text().split("\\s+").length < FEWEST_WORDS || u.agent()) {
                continue;
            }
            Optional<SpeechActs.Action> action = SpeechActs.action(u.text(), u.speaker());
            if (SpeechActs.decision(u.text())) {
                add(decisions, u, "", "");
            } else if (action.isPresent()) {
                String owner = action.get().owner().isEmpty()
                        ? takenBy(transcript, i)
                        : action.get().owner();
                if (actions.stream().noneMatch(known -> repeats(u.text(), owner, known))) {
                    add(actions, u, owner, action.get().due());
                }
            } else if (SpeechActs.declaredOpen(u.text())
                    || (SpeechActs.question(u.text()) && !answered(transcript, i))) {
                add(open, u, "", "");
            }
        }
        List<Statement> summary = noted(notes, "summary", transcript);
        if (summary.isEmpty()) {
            summary = summary(transcript, keywords);
        }
        return new Minutes(
                meetingId, title, summary, decisions, actions, open, Topics.of(transcript, keywords), METHOD);
    }

    /** Who says yes right after a request owns it. */
    private static String takenBy(List<StoredUtterance> transcript, int request) {
        for (int i = request + 1; i < transcript.size() && i <= request + 2; i++) {
            StoredUtterance u = transcript.get(i);
            boolean other = !u.participantId().equals(transcript.get(request).participantId());
            if (other
                    && SpeechActs.plain(u.text())
                            .matches(
                                    "(?:yes|yeah|sure|ok|okay|will do|of course|i will|i'll|no problem|gladly|done)\\b.*")) {
                return u.speaker();
            }
        }
        return "";
    }

    private static boolean answered(List<StoredUtterance> transcript, int question) {
        StoredUtterance asked = transcript.get(question);
        for (int i = question + 1; i < transcript.size(); i++) {
            StoredUtterance u = transcript.get(i);
            if (u.startMillis() - asked.endMillis() > ANSWER_WITHIN_MILLIS) {
                return false;
            }
            if (!u.participantId().equals(asked.participantId())) {
                return !SpeechActs.leavesOpen(u.text());
            }
        }
        return false;
    }

    /** Who is asked to do something says again what it is. */
    private static boolean repeats(String text, String owner, Statement known) {
        Set<String> said = SpeechActs.deedWords(text);
        Set<String> noted = SpeechActs.deedWords(known.text());
        return !owner.isEmpty() && owner.equalsIgnoreCase(known.owner()) && said.size() > 1 && noted.containsAll(said);
    }

    private static void add(List<Statement> to, StoredUtterance u, String owner, String due) {
        boolean known = to.stream()
                .anyMatch(s ->
                        s.citations().stream().anyMatch(c -> c.utteranceId().equals(u.utteranceId())));
        if (!known) {
            to.add(new Statement(u.text(), owner, due, List.of(cite(u))));
        }
    }

    static Citation cite(StoredUtterance u) {
        return new Citation(u.utteranceId(), u.startMillis(), u.speaker());
    }

    /** What the brain noted, in its latest wording; a note that cites nothing is cited to what was said just before it. */
    private static List<Statement> noted(List<BrainNote> notes, String kind, List<StoredUtterance> transcript) {
        Map<String, BrainNote> latest = new LinkedHashMap<>();
        int nameless = 0;
        for (BrainNote note : notes) {
            latest.put(note.noteId().isEmpty() ? "nameless " + nameless++ : note.noteId(), note);
        }
        List<Statement> statements = new ArrayList<>();
        for (BrainNote note : latest.values()) {
            if (!note.kind().equals(kind) || note.withdrawn()) {
                continue;
            }
            List<Citation> citations = transcript.stream()
                    .filter(u -> note.utteranceIds().contains(u.utteranceId()))
                    .map(RuleMinutes::cite)
                    .toList();
            if (citations.isEmpty()) {
                citations = transcript.stream()
                        .filter(u -> u.startMillis() <= note.atMillis())
                        .max(Comparator.comparingLong(StoredUtterance::startMillis))
                        .map(u -> List.of(cite(u)))
                        .orElse(List.of());
            }
            if (!citations.isEmpty()) {
                statements.add(new Statement(note.text(), note.owner(), note.due(), citations));
            }
        }
        return statements;
    }

    /** The utterances nearest to what the whole meeting is about, in order of time. */
    private static List<Statement> summary(List<StoredUtterance> transcript, Keywords keywords) {
        Map<String, Double> whole = keywords.vector(transcript);
        Map<StoredUtterance, Double> scores = new HashMap<>();
        for (StoredUtterance u : transcript) {
            int words = u.text().split("\\s+").length;
            if (words >= FEWEST_WORDS && !u.agent()) {
                scores.put(u, Keywords.likeness(keywords.vector(List.of(u)), whole) * Math.min(1, words / 8.0));
            }
        }
        int most = Math.clamp(transcript.size() / 8, 1, SUMMARY_AT_MOST);
        return scores.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .sorted(Comparator.<Map.Entry<StoredUtterance, Double>>comparingDouble(e -> -e.getValue())
                        .thenComparingLong(e -> e.getKey().startMillis()))
                .limit(most)
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparingLong(StoredUtterance::startMillis))
                .map(u -> new Statement(u.text(), "", "", List.of(cite(u))))
                .toList();
    }
}
