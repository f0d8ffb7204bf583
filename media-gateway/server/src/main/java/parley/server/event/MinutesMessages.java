package parley.server.event;

import java.util.List;
import parley.archive.minutes.MinutesFormat;
import parley.gateway.v1.Citation;
import parley.gateway.v1.Minutes;
import parley.gateway.v1.Statement;
import parley.gateway.v1.Topic;

/** The archive's minutes, as the messages of the gateway's contract. */
public final class MinutesMessages {
    private MinutesMessages() {}

    public static Minutes.Builder of(parley.archive.minutes.Minutes minutes) {
        return Minutes.newBuilder()
                .setMeetingId(minutes.meetingId())
                .setTitle(minutes.title())
                .addAllSummary(statements(minutes.summary()))
                .addAllDecisions(statements(minutes.decisions()))
                .addAllActionItems(statements(minutes.actionItems()))
                .addAllOpenQuestions(statements(minutes.openQuestions()))
                .addAllTopics(minutes.topics().stream()
                        .map(topic -> Topic.newBuilder()
                                .setTitle(topic.title())
                                .setStartMs(topic.startMillis())
                                .setEndMs(topic.endMillis())
                                .build())
                        .toList())
                .setMethod(minutes.method())
                .setMarkdown(MinutesFormat.markdown(minutes));
    }

    private static List<Statement> statements(List<parley.archive.minutes.Minutes.Statement> statements) {
        return statements.stream()
                .map(statement -> Statement.newBuilder()
                        .setText(statement.text())
                        .setOwner(statement.owner())
                        .setDue(statement.due())
                        .addAllCitations(statement.citations().stream()
                                .map(citation -> Citation.newBuilder()
                                        .setUtteranceId(citation.utteranceId())
                                        .setStartMs(citation.startMillis())
                                        .setSpeaker(citation.speaker())
                                        .build())
                                .toList())
                        .build())
                .toList();
    }
}
