package parley.conversation.meeting;

import parley.agent.v1.Closing;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Silence;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.MeetingState;

/** Knows when the meeting is over for the agent, and takes it through its states. */
final class Departure {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int GRACE_MILLIS = 1_500;
    /** How long a goodbye may take. */
    private static final long GOODBYE_NANOS = 15_000_000_000L;

    private static final long[] SILENCES_MILLIS = {3_000, 10_000, 30_000, 60_000, 120_000, 300_000};

    private final MeetingSettings settings;
    private final Outbox out;
    private final People people;
    private final TurnDesk turns;
    private final ReplyDesk replies;
    private MeetingState state = MeetingState.JOINING;
    private boolean published;
    private long stateSinceNanos;
    private long admittedNanos = NEVER;
    private long aloneSinceNanos;
    private long leaveByNanos = NEVER;
    private long endByNanos = NEVER;
    private String leaveReason = "";
    private int silencesTold;

    Departure(MeetingSettings settings, Outbox out, People people, TurnDesk turns, ReplyDesk replies) {
        this.settings = settings;
        this.out = out;
        this.people = people;
        this.turns = turns;
        this.replies = replies;
    }

    MeetingState state() {
        return state;
    }

    boolean admittedBefore() {
        return admittedNanos != NEVER;
    }

    void move(MeetingStates.Trigger trigger, String reason, String message) {
        MeetingState next = MeetingStates.after(state, trigger);
        if (next == state && published) {
            return;
        }
        published = true;
        state = next;
        stateSinceNanos = out.nowNanos();
        if (next == MeetingState.IN_CALL && admittedNanos == NEVER) {
            admittedNanos = out.nowNanos();
            aloneSinceNanos = out.nowNanos();
        }
        out.publish(new MeetingEvent.StateChanged(next, reason, message));
        if (next == MeetingState.LEAVING) {
            replies.close(reason);
            out.tellBrain(GatewayEvent.newBuilder()
                    .setClosing(Closing.newBuilder().setReason(reason).setGraceMs(GRACE_MILLIS)));
            endByNanos = out.nowNanos() + GRACE_MILLIS * 1_000_000L;
            leaveReason = reason;
            out.add(new Effect.Leave(reason));
        }
        if (next.over()) {
            endByNanos = NEVER;
            leaveByNanos = NEVER;
            replies.close(reason);
            out.add(new Effect.End(reason));
        }
    }

    /** Somebody wants the agent to leave: at once, or when it has finished what it is saying. */
    void asked(String reason, boolean afterReply) {
        if (afterReply && replies.busy()) {
            leaveReason = reason;
            leaveByNanos = Math.min(leaveByNanos, out.nowNanos() + GOODBYE_NANOS);
        } else {
            move(MeetingStates.Trigger.LEAVE, reason, "leaving: " + reason);
        }
    }

    void peopleChanged() {
        boolean company = !people.others().isEmpty();
        aloneSinceNanos = company ? NEVER : Math.min(aloneSinceNanos, out.nowNanos());
        if (state == MeetingState.IN_CALL
                && settings.limits().leaveWithBotsOnly()
                && people.onlyAgentsAreLeft()
                && people.hadPeople()) {
            asked("only-bots", true);
        }
    }

    void tick() {
        long now = out.nowNanos();
        if (now >= endByNanos) {
            move(MeetingStates.Trigger.OUT, leaveReason, "left");
        }
        if (leaveByNanos != NEVER && (now >= leaveByNanos || !replies.busy())) {
            leaveByNanos = NEVER;
            move(MeetingStates.Trigger.LEAVE, leaveReason, "leaving: " + leaveReason);
        }
        if (now >= aloneByNanos()) {
            asked("alone", false);
        } else if (now >= silentByNanos()) {
            asked("silence", false);
        } else if (now >= longestByNanos()) {
            asked("maximum", true);
        } else if (now >= lobbyByNanos()) {
            asked("lobby-timeout", false);
        }
        tellSilence(now);
    }

    private void tellSilence(long now) {
        if (state != MeetingState.IN_CALL) {
            return;
        }
        long silent = (now - lastSoundNanos()) / 1_000_000;
        if (silent < SILENCES_MILLIS[0]) {
            silencesTold = 0;
            return;
        }
        while (silencesTold < SILENCES_MILLIS.length && silent >= SILENCES_MILLIS[silencesTold]) {
            out.tellBrain(GatewayEvent.newBuilder()
                    .setSilence(Silence.newBuilder().setDurationMs((int) SILENCES_MILLIS[silencesTold])));
            silencesTold++;
        }
    }

    private long lastSoundNanos() {
        return Math.max(Math.max(turns.lastVoiceNanos(), replies.lastSoundNanos()), admittedNanos);
    }

    private long aloneByNanos() {
        return state == MeetingState.IN_CALL
                ? after(aloneSinceNanos, settings.limits().aloneMillis())
                : NEVER;
    }

    private long silentByNanos() {
        return state == MeetingState.IN_CALL
                ? after(lastSoundNanos(), settings.limits().silenceMillis())
                : NEVER;
    }

    private long longestByNanos() {
        return state == MeetingState.IN_CALL && leaveByNanos == NEVER
                ? after(admittedNanos, settings.limits().maximumMillis())
                : NEVER;
    }

    private long lobbyByNanos() {
        return state == MeetingState.LOBBY || state == MeetingState.JOINING
                ? after(stateSinceNanos, settings.limits().lobbyMillis())
                : NEVER;
    }

    private static long after(long sinceNanos, long millis) {
        return sinceNanos == NEVER || millis <= 0 ? NEVER : sinceNanos + millis * 1_000_000L;
    }

    long nextWakeNanos() {
        long wake = Math.min(Math.min(aloneByNanos(), silentByNanos()), Math.min(longestByNanos(), lobbyByNanos()));
        wake = Math.min(wake, endByNanos);
        if (leaveByNanos != NEVER) {
            wake = Math.min(wake, replies.busy() ? leaveByNanos : out.nowNanos());
        }
        if (state == MeetingState.IN_CALL) {
            long silent = (out.nowNanos() - lastSoundNanos()) / 1_000_000;
            int next = silent < SILENCES_MILLIS[0] ? 0 : silencesTold;
            if (next < SILENCES_MILLIS.length) {
                wake = Math.min(wake, lastSoundNanos() + SILENCES_MILLIS[next] * 1_000_000L);
            }
        }
        return wake;
    }
}
