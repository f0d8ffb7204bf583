package parley.brain.llm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.stream.Collectors;
import parley.agent.v1.AgendaItem;
import parley.agent.v1.MeetingOpened;
import parley.agent.v1.Participant;
import parley.brain.mind.Mind;

/** What a model is told before anybody speaks. It does not change during a meeting, so that it can be cached. */
final class Prompt {
    private static final String MANNERS = """
            You take part in a live meeting by voice. What you write is spoken at once.
            - Answer in one to three short sentences, as one talks. No lists, no headings, no markup, no emoji.
            - Begin with the answer itself. Say so when you do not know something; never invent facts.
            - Lines like "[02:15] Ben: ..." are what others said. Never write such a prefix yourself.
            - When an answer of yours ends with "(interrupted)", the rest of it was not heard.
            - When nothing needs to be said by you, write only [silent].
            """;

    private Prompt() {}

    /** The mind's files first, in their order; then manners; then the meeting. */
    static void begin(ArrayNode messages, Mind mind, MeetingOpened meeting, String remembered) {
        messages.addObject().put("role", "system").put("content", mind.prefix() + MANNERS);
        messages.addObject().put("role", "system").put("content", about(meeting, remembered));
    }

    private static String about(MeetingOpened meeting, String remembered) {
        StringBuilder text = new StringBuilder("The meeting");
        if (!meeting.getTitle().isBlank()) {
            text.append(" \"").append(meeting.getTitle()).append('"');
        }
        text.append(".\nYou are ").append(name(meeting));
        if (!meeting.getPersona().getRole().isBlank()) {
            text.append(", ").append(meeting.getPersona().getRole());
        }
        text.append(".\n");
        String people = meeting.getParticipantsList().stream()
                .filter(p -> p.getKind() != Participant.Kind.KIND_SELF)
                .map(Participant::getName)
                .filter(n -> !n.isBlank())
                .collect(Collectors.joining(", "));
        if (!people.isEmpty()) {
            text.append("Present at the beginning: ").append(people).append(".\n");
        }
        int number = 1;
        for (AgendaItem item : meeting.getAgendaList()) {
            text.append(number == 1 ? "Agenda:\n" : "")
                    .append(number++)
                    .append(". ")
                    .append(item.getTitle());
            text.append(item.getMinutes() > 0 ? " (" + item.getMinutes() + " minutes)" : "")
                    .append('\n');
        }
        if (!meeting.getPersona().getInstructions().isBlank()) {
            text.append(meeting.getPersona().getInstructions().strip()).append('\n');
        }
        if (!meeting.getMemory().isBlank()) {
            text.append("From earlier meetings:\n")
                    .append(meeting.getMemory().strip())
                    .append('\n');
        }
        if (!remembered.isBlank()) {
            text.append("What you remember of these people:\n")
                    .append(remembered.strip())
                    .append('\n');
        }
        return text.toString();
    }

    private static String name(MeetingOpened meeting) {
        String name = meeting.getPersona().getName();
        return name.isBlank() ? "the agent" : name;
    }
}
