package parley.conversation.rehearsal;

import java.util.List;
import parley.conversation.meeting.MeetingSettings;
import parley.conversation.meeting.SpeakingPolicy;

/**
 * A scripted meeting.
 *
 * @param about one line for the listing
 * @param title what the meeting is called, which an agent may say; empty for none
 * @param minutes words that must be found in the minutes' action items
 * @param notices codes of what the meeting must announce, for instance that its brain is silent
 */
public record Scenario(
        String name,
        String about,
        String title,
        SpeakingPolicy policy,
        Agent agent,
        List<Actor> actors,
        List<Line> lines,
        List<MeetingSettings.AgendaItem> agenda,
        List<String> minutes,
        List<String> notices) {
    public Scenario {
        actors = List.copyOf(actors);
        lines = List.copyOf(lines);
        agenda = List.copyOf(agenda);
        minutes = List.copyOf(minutes);
        notices = List.copyOf(notices);
    }

    /** The same with a brain that thinks for so long before its first word. */
    public Scenario withBrainDelay(int millis) {
        Agent slow = new Agent(
                agent.name(),
                agent.aliases(),
                agent.vocabulary(),
                agent.knowledge(),
                agent.instructions(),
                millis,
                agent.brainApart());
        return new Scenario(name, about, title, policy, slow, actors, lines, agenda, minutes, notices);
    }

    /**
     * @param vocabulary words that are likely to be said to it
     * @param knowledge Markdown that the embedded brain answers from
     * @param brainDelayMillis how long the brain is made to think before its first word
     * @param brainApart the brain is served on a socket of its own, as one that somebody else runs; a line can kill it
     */
    public record Agent(
            String name,
            List<String> aliases,
            List<String> vocabulary,
            String knowledge,
            String instructions,
            int brainDelayMillis,
            boolean brainApart) {
        public Agent {
            aliases = List.copyOf(aliases);
            vocabulary = List.copyOf(vocabulary);
        }
    }

    /**
     * @param voice a synthesizer's voice, for instance {@code freetts} or {@code flite:slt}; or {@code wav:FILE}
     * @param levelDb against the usual level
     * @param noise none, white, hum or babble
     */
    public record Actor(
            String name,
            String voice,
            double levelDb,
            String noise,
            double snrDb,
            double lossPercent,
            int delayMillis,
            int jitterMillis) {}

    /**
     * Something that somebody says.
     *
     * @param text what is said; {@code [1.2s]} is a pause inside
     * @param contains words of which each must be in the answer
     * @param brain what happens to the agent's brain before the line
     */
    public record Line(
            String by, String text, Cue cue, Expect expect, List<String> contains, int withinMillis, BrainEvent brain) {
        public Line {
            contains = List.copyOf(contains);
        }

        /** The words without the pauses. */
        public String words() {
            return text.replaceAll("\\[[^]]*]", " ").replaceAll("\\s+", " ").strip();
        }
    }

    /** When a line begins, by what happened. */
    public sealed interface Cue {
        /** So long after the agent fell silent; or after the line before, when it says nothing. */
        record AfterAgent(int gapMillis) implements Cue {}

        /** So far into something that the agent says. */
        record IntoAgent(int millis) implements Cue {}

        /** So long after the end of the line before, whatever the agent does. */
        record AfterLine(int gapMillis) implements Cue {}
    }

    /** What happens to a brain that is apart. */
    public enum BrainEvent {
        NOTHING,
        DIES,
        RETURNS
    }

    /** What the agent is expected to do about a line. */
    public enum Expect {
        ANSWER,
        SILENCE,
        STOP,
        CONTINUE,
        ANY
    }
}
