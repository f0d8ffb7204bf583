package parley.archive.minutes;

import java.util.List;

/**
 * What a meeting came to.
 *
 * @param method {@code rules}, or the model's name
 */
public record Minutes(
        String meetingId,
        String title,
        List<Statement> summary,
        List<Statement> decisions,
        List<Statement> actionItems,
        List<Statement> openQuestions,
        List<Topic> topics,
        String method) {
    public Minutes {
        summary = List.copyOf(summary);
        decisions = List.copyOf(decisions);
        actionItems = List.copyOf(actionItems);
        openQuestions = List.copyOf(openQuestions);
        topics = List.copyOf(topics);
    }

    /**
     * One thing that was said, and where.
     *
     * @param owner who will do it; empty where it is no action or nobody was named
     * @param due as said; empty for none
     */
    public record Statement(String text, String owner, String due, List<Citation> citations) {
        public Statement {
            citations = List.copyOf(citations);
            if (citations.isEmpty()) {
                throw new IllegalArgumentException("a statement without a citation: " + text);
            }
        }
    }

    /** The utterance that a statement came from, and the moment to jump to. */
    public record Citation(String utteranceId, long startMillis, String speaker) {}

    /** What was talked about from when to when. */
    public record Topic(String title, long startMillis, long endMillis) {}
}
