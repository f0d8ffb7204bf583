package parley.conversation.meeting;

import java.util.List;
import java.util.Map;
import parley.turns.end.TurnSettings;

/**
 * What a meeting is opened with; it does not change while the meeting lasts.
 *
 * @param meetingId stable, unique on this gateway
 * @param language BCP 47
 * @param vocabulary words that are likely to be said, beside the names of those who are there
 * @param turnSettings how everybody's turns are ended
 * @param manners how the agent behaves among voices
 * @param patience how long the brain is waited for
 * @param startedUnixMillis wall clock of the meeting's start
 */
public record MeetingSettings(
        String meetingId,
        String tenant,
        String title,
        Agent agent,
        SpeakingPolicy policy,
        String language,
        List<String> vocabulary,
        Keeping keeping,
        Limits limits,
        List<AgendaItem> agenda,
        Map<String, String> attributes,
        TurnSettings turnSettings,
        Manners manners,
        Patience patience,
        long startedUnixMillis) {
    public MeetingSettings {
        vocabulary = List.copyOf(vocabulary);
        agenda = List.copyOf(agenda);
        attributes = Map.copyOf(attributes);
        if (meetingId.isBlank()) {
            throw new IllegalArgumentException("a meeting needs an id");
        }
    }

    /** Who the agent is in this meeting. */
    public record Agent(
            String agent, String name, List<String> aliases, String role, String voice, String instructions) {
        public Agent {
            aliases = List.copyOf(aliases);
        }
    }

    /**
     * What is kept.
     *
     * @param audio tracks and mix
     * @param consent said or written when the agent joins; empty for nothing
     * @param consentInChat written, not said
     */
    public record Keeping(boolean audio, boolean transcript, String consent, boolean consentInChat) {}

    /** When the agent leaves by itself; 0 for never. */
    public record Limits(
            long aloneMillis, long silenceMillis, long maximumMillis, long lobbyMillis, boolean leaveWithBotsOnly) {
        public static final Limits DEFAULT = new Limits(120_000, 900_000, 14_400_000, 600_000, true);
    }

    /**
     * How the agent behaves among voices.
     *
     * @param recoverMillis silence after which it goes on with what a voice without words had stopped
     * @param freshMillis how long a right to speak stays fresh
     * @param speculates whether the brain is asked before a turn is certainly over
     * @param raisesHand whether the platform has hands
     * @param writesChat whether the platform has a chat
     */
    public record Manners(
            int recoverMillis, int freshMillis, boolean speculates, boolean raisesHand, boolean writesChat) {
        public static final Manners DEFAULT = new Manners(1_500, 12_000, true, true, true);

        public Manners {
            if (recoverMillis < 0 || freshMillis <= 0) {
                throw new IllegalArgumentException("manners need times that are positive");
            }
        }
    }

    /**
     * How long the brain is waited for, and what is heard meanwhile.
     *
     * @param replyBudgetMillis from a committed turn to the brain's first speakable clause
     * @param maskAfterMillis beyond that budget, before the mask line
     * @param maskLine what the agent says when its answer is late; empty for nothing
     * @param thinkAfterMillis beyond that budget, before a soft sound that lasts until the answer comes; 0 for never
     * @param giveUpAfterMillis beyond that budget, before the agent says that it cannot answer
     * @param unansweredLine what the agent says when the brain fails it; empty for nothing
     */
    public record Patience(
            int replyBudgetMillis,
            int maskAfterMillis,
            String maskLine,
            int thinkAfterMillis,
            int giveUpAfterMillis,
            String unansweredLine) {
        public Patience {
            if (replyBudgetMillis <= 0) {
                throw new IllegalArgumentException("reply-budget must be positive, not " + replyBudgetMillis);
            }
            if (maskAfterMillis < 0 || giveUpAfterMillis < 0) {
                throw new IllegalArgumentException("mask-after and give-up-after must not be negative");
            }
            if (thinkAfterMillis != 0 && thinkAfterMillis < maskAfterMillis) {
                throw new IllegalArgumentException("the thinking sound comes after the mask line, or never");
            }
        }
    }

    /** One thing to talk about. */
    public record AgendaItem(String id, String title, String description, int minutes, String owner) {}
}
