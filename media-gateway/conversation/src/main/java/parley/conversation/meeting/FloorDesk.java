package parley.conversation.meeting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import parley.agent.v1.Addressed;
import parley.agent.v1.FloorChanged;
import parley.agent.v1.GatewayEvent;
import parley.conversation.event.Attendee;
import parley.turns.floor.Floor;
import parley.turns.floor.FloorAction;
import parley.turns.floor.FloorInput;
import parley.turns.floor.FloorOutput;
import parley.turns.floor.FloorPolicy;
import parley.turns.floor.FloorSettings;
import parley.turns.floor.NameMatcher;
import parley.turns.floor.Pronunciations;

/** Asks the floor engine whose turn it is, and keeps its answers in the words of events and of the brain contract. */
final class FloorDesk {
    /** How much like the name a word must sound to be taken for it. */
    private static final double NAME_LIKENESS = 0.75;

    private final MeetingSettings settings;
    private final Outbox out;
    private final Floor engine;
    private final NameMatcher names;
    private FloorPolicy policy;
    private Listener listener = decided -> {};
    private String holder = "";

    /** Who carries a decision out. */
    interface Listener {
        void decided(FloorOutput.Decided decided);

        default void yieldTo(FloorOutput.Yield yield) {}

        default void nudge(FloorOutput.Nudge nudge) {}
    }

    FloorDesk(MeetingSettings settings, Outbox out, Pronunciations pronunciations) {
        this.settings = settings;
        this.out = out;
        this.policy = policy(settings.policy(), 1);
        MeetingSettings.Agent agent = settings.agent();
        this.engine = new Floor(
                new FloorSettings(
                        agent.name(),
                        agent.aliases(),
                        policy,
                        settings.manners().freshMillis(),
                        250,
                        5_000,
                        8_000,
                        settings.manners().raisesHand(),
                        settings.manners().writesChat()),
                pronunciations);
        List<String> called = new ArrayList<>(agent.aliases());
        called.addFirst(agent.name());
        this.names = new NameMatcher(pronunciations, called);
        if (!settings.agenda().isEmpty()) {
            engine.handle(new FloorInput.Agenda(
                    0,
                    settings.agenda().stream()
                            .map(MeetingSettings.AgendaItem::title)
                            .toList()));
        }
    }

    void connect(Listener decisions) {
        listener = decisions;
    }

    FloorPolicy policy() {
        return policy;
    }

    /** One to one the agent answers everything, in a group what is meant for it, unless somebody chose otherwise. */
    private static FloorPolicy policy(SpeakingPolicy asked, int others) {
        return switch (asked) {
            case AUTOMATIC -> others > 1 ? FloorPolicy.ADDRESSED : FloorPolicy.CONVERSATION;
            case CONVERSATION -> FloorPolicy.CONVERSATION;
            case ADDRESSED -> FloorPolicy.ADDRESSED;
            case FACILITATOR -> FloorPolicy.FACILITATOR;
            case SCRIBE -> FloorPolicy.SCRIBE;
        };
    }

    void came(Attendee attendee, int others) {
        if (!attendee.self()) {
            tell(new FloorInput.Joined(out.nowNanos(), attendee.id(), attendee.name(), attendee.agent()));
            adapt(others);
        }
    }

    void left(String participantId, int others) {
        tell(new FloorInput.Left(out.nowNanos(), participantId));
        adapt(others);
    }

    private void adapt(int others) {
        FloorPolicy now = policy(settings.policy(), others);
        if (now != policy) {
            policy = now;
            tell(new FloorInput.PolicyChanged(out.nowNanos(), now));
        }
    }

    void hand(String participantId, boolean raised) {
        tell(new FloorInput.Hand(out.nowNanos(), participantId, raised));
    }

    void chat(String participantId, long message, String text) {
        tell(new FloorInput.Chat(out.nowNanos(), participantId, message, text));
    }

    void voice(String participantId, boolean talking) {
        if (talking) {
            hold(participantId, "speaks");
            tell(new FloorInput.SpeechStarted(out.nowNanos(), participantId));
        } else {
            if (holder.equals(participantId)) {
                hold("", "fell silent");
            }
            tell(new FloorInput.SpeechStopped(out.nowNanos(), participantId));
        }
    }

    void agentSpeaking(boolean speaking, String text) {
        tell(new FloorInput.AgentSpeaking(out.nowNanos(), speaking, text));
    }

    void turnEnded(TurnRecord turn) {
        tell(new FloorInput.TurnEnded(out.nowNanos(), turn.participantId, turn.number, turn.text));
    }

    void turnReopened(TurnRecord turn) {
        tell(new FloorInput.TurnReopened(out.nowNanos(), turn.participantId, turn.number));
    }

    void tick() {
        if (engine.nextWakeNanos() <= out.nowNanos()) {
            tell(new FloorInput.Tick(out.nowNanos()));
        }
    }

    long nextWakeNanos() {
        return engine.nextWakeNanos();
    }

    /** How likely somebody speaks to the agent, before their turn is over. */
    double foresee(String participantId, String text) {
        return policy == FloorPolicy.SCRIBE ? 0 : engine.addressed(participantId, Ear.plain(text));
    }

    boolean named(String text) {
        return !names.find(Arrays.asList(Ear.plain(text).split("[^a-z0-9']+")), NAME_LIKENESS)
                .isEmpty();
    }

    /** In the words of the brain contract. */
    Addressed addressed(FloorAction action, String text, boolean question) {
        if (named(text)) {
            return Addressed.ADDRESSED_BY_NAME;
        }
        return switch (action) {
            case SPEAK_NOW, HOLD, RAISE_HAND, ANSWER_IN_CHAT -> Addressed.ADDRESSED_BY_CONTEXT;
            case STAY_SILENT -> question ? Addressed.ADDRESSED_NOBODY : Addressed.ADDRESSED_OTHER;
        };
    }

    static String word(FloorAction action) {
        return switch (action) {
            case SPEAK_NOW -> "speak";
            case HOLD -> "hold";
            case RAISE_HAND -> "hand";
            case ANSWER_IN_CHAT -> "chat";
            case STAY_SILENT -> "silent";
        };
    }

    private void hold(String participantId, String reason) {
        if (!holder.equals(participantId)) {
            holder = participantId;
            out.tellBrain(GatewayEvent.newBuilder()
                    .setFloor(FloorChanged.newBuilder()
                            .setHolderParticipantId(participantId)
                            .setAgentMaySpeak(participantId.isEmpty() && policy != FloorPolicy.SCRIBE)
                            .setReason(reason)));
        }
    }

    private void tell(FloorInput input) {
        engine.handle(input);
        for (Optional<FloorOutput> next = engine.poll(); next.isPresent(); next = engine.poll()) {
            switch (next.get()) {
                case FloorOutput.Decided d -> listener.decided(d);
                case FloorOutput.Yield y -> listener.yieldTo(y);
                case FloorOutput.Nudge n -> listener.nudge(n);
            }
        }
    }
}
