package parley.conversation.meeting;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import parley.agent.v1.ChatReceived;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Say;
import parley.conversation.event.Attendee;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.MeetingState;
import parley.turns.floor.FloorOutput;
import parley.turns.floor.FloorPolicy;
import parley.turns.floor.Pronunciations;

/**
 * A meeting without its sockets, threads and clock: every input goes in with its time, every effect comes out, and the same
 * inputs always lead to the same effects. One instance a meeting, one thread at a time. The meeting's states are drawn in
 * {@link MeetingStates}, a reply's in {@link ReplyStates}.
 *
 * <pre>
 *   voices, words -&gt; TurnDesk -&gt; FloorDesk -&gt; brain -&gt; BrainDesk -&gt; ReplyDesk -&gt; playout
 *                        \________ Yielding (interruptions) ________/
 * </pre>
 */
public final class MeetingCore {
    /** How other parts name the agent in events, before and beside the id that the platform gives it. */
    public static final String SELF = "agent";

    private final MeetingSettings settings;
    private final Outbox out = new Outbox();
    private final People people;
    private final FloorDesk floor;
    private final ReplyDesk replies;
    private final TurnDesk turns;
    private final Departure departure;
    private final BrainDesk brain;
    private final LateAnswer lateAnswer;
    private final AgentHand hand;
    private final Map<String, String> degraded = new LinkedHashMap<>();
    private String stateReason = "";
    private String stateMessage = "";
    private long chatMessages;
    private boolean consentAsked;
    private long heardNanos;

    public MeetingCore(MeetingSettings settings, Pronunciations pronunciations) {
        this.settings = settings;
        people = new People(out);
        hand = new AgentHand(out, people);
        floor = new FloorDesk(settings, out, pronunciations);
        replies = new ReplyDesk(settings, out, SELF);
        turns = new TurnDesk(settings, out, people, floor, replies, hand);
        departure = new Departure(settings, out, people, turns, replies);
        brain = new BrainDesk(settings, out, people, SELF, turns, replies, floor, departure, hand);
        lateAnswer = new LateAnswer(settings.patience(), out, turns, replies);
        replies.connect(new AroundReplies());
        floor.connect(new FloorCarrier());
    }

    /** Takes one input and answers with everything that is to be done about it, in order. */
    public List<Effect> handle(Input input) {
        if (departure.state().over()) {
            return List.of();
        }
        out.at(input.atNanos());
        switch (input) {
            case Input.Connected i -> connected(i);
            case Input.AttendeeCame i -> came(i.attendee());
            case Input.AttendeeLeft i -> left(i);
            case Input.AttendeeRenamed i ->
                people.find(i.participantId()).ifPresent(a -> {
                    people.change(a.named(i.name()), "renamed");
                    expectWords();
                });
            case Input.AttendeeMuted i ->
                people.find(i.participantId()).ifPresent(a -> people.change(a.muted(i.muted()), "muted"));
            case Input.HandMoved i -> hand(i);
            case Input.ChatCame i -> chat(i);
            case Input.Voice i -> {
                replies.voice(i);
                turns.voice(i);
                heardNanos += turns.talks(i.participantId()) ? i.frame().durationNanos() : 0;
            }
            case Input.Recognized i -> turns.recognized(i);
            case Input.WordsJudged i -> turns.judged(i);
            case Input.EndingJudged i -> turns.endingJudged(i);
            case Input.SoundReady i -> replies.soundReady(i);
            case Input.SpeechTimed i -> replies.timed(i);
            case Input.WordsHeard i -> replies.wordsHeard(i);
            case Input.Played i -> replies.played(i);
            case Input.Audible i -> replies.audible(i);
            case Input.HeardUpTo i -> replies.heardUpTo(i);
            case Input.PlayedOut i -> replies.playedOut(i);
            case Input.Stopped i -> replies.stopped(i);
            case Input.BrainReady i -> {
                brain.ready(i);
                works(Input.Part.BRAIN, "", "the brain answers: " + i.brain());
            }
            case Input.BrainActed i -> brain.act(i.action());
            case Input.BrainLost i -> {
                brain.lost();
                fails(Input.Part.BRAIN, "", i.message());
            }
            case Input.BudgetUsed i -> brain.budget(i);
            case Input.SayAsked i ->
                replies.sayOwn(
                        "say-" + i.requestId(),
                        i.requestId(),
                        i.text(),
                        i.urgent() ? Say.Priority.PRIORITY_URGENT : Say.Priority.PRIORITY_UNSPECIFIED,
                        i.uninterruptible());
            case Input.ChatAsked i -> {
                out.add(new Effect.SendChat(i.text(), i.toParticipantId()));
                out.publish(new MeetingEvent.Chat(SELF, i.text(), true, i.toParticipantId()));
            }
            case Input.ProposalMoved i -> out.publish(i.proposal());
            case Input.WordsCorrected i -> turns.corrected(i.words());
            case Input.LeaveAsked i -> departure.asked(i.reason(), i.goodbye());
            case Input.PartFailed i -> failed(i);
            case Input.PartRecovered i -> works(i.part(), i.subject(), i.message());
            case Input.Tick i -> {}
        }
        tick();
        return out.drain();
    }

    /** When a {@link Input.Tick} is due unless something comes first; {@link Long#MAX_VALUE} for never. */
    public long nextWakeNanos() {
        if (departure.state().over()) {
            return Long.MAX_VALUE;
        }
        long wake = Math.min(turns.nextWakeNanos(), replies.nextWakeNanos());
        wake = Math.min(wake, Math.min(floor.nextWakeNanos(), brain.nextWakeNanos()));
        wake = Math.min(wake, lateAnswer.nextWakeNanos());
        return Math.min(wake, Math.min(hand.nextWakeNanos(), departure.nextWakeNanos()));
    }

    public MeetingView view() {
        return new MeetingView(
                departure.state(),
                stateReason,
                stateMessage,
                people.all(),
                out.lastSeq(),
                List.copyOf(degraded.values()),
                new MeetingView.Usage(
                        heardNanos / 1e9,
                        replies.spokenMillis() / 1e3,
                        replies.turnsAnswered(),
                        brain.tokensIn(),
                        brain.tokensOut(),
                        brain.tokensSpeculative()),
                replies.agentAudible());
    }

    private void tick() {
        turns.tick();
        floor.tick();
        replies.tick();
        brain.tick();
        lateAnswer.tick();
        hand.tick();
        departure.tick();
    }

    private void connected(Input.Connected i) {
        MeetingStates.Trigger trigger = switch (i.state()) {
            case JOINING, LEAVING -> null;
            case LOBBY -> MeetingStates.Trigger.WAITS_IN_LOBBY;
            case IN_CALL -> MeetingStates.Trigger.ADMITTED;
            case NEEDS_HELP -> MeetingStates.Trigger.NEEDS_A_PERSON;
            case ENDED -> MeetingStates.Trigger.OUT;
            case FAILED -> MeetingStates.Trigger.BROKEN;
        };
        stateReason = i.reason();
        stateMessage = i.message();
        if (trigger == null) {
            out.publish(new MeetingEvent.StateChanged(MeetingState.JOINING, i.reason(), i.message()));
            return;
        }
        departure.move(trigger, i.reason(), i.message());
        askConsent();
    }

    /** Once there is somebody to ask. */
    private void askConsent() {
        String line = settings.keeping().consent();
        if (line.isBlank()
                || consentAsked
                || !departure.admittedBefore()
                || people.others().isEmpty()) {
            return;
        }
        consentAsked = true;
        if (settings.keeping().consentInChat()) {
            write(line);
        } else {
            replies.sayOwn("consent", "", line, Say.Priority.PRIORITY_URGENT, true);
        }
    }

    private void write(String line) {
        out.add(new Effect.SendChat(line, ""));
        out.publish(new MeetingEvent.Chat(SELF, line, true, ""));
    }

    private void came(Attendee attendee) {
        Attendee known = attendee.self()
                ? new Attendee(SELF, attendee.name(), true, true, attendee.muted(), attendee.handRaised(), true)
                : attendee;
        people.came(known);
        if (!known.self()) {
            turns.open(known.id());
            floor.came(known, people.others().size());
            if (consentAsked) {
                // Who comes late has not heard it, and the others are not to hear it again.
                write(settings.keeping().consent());
            }
            askConsent();
            expectWords();
        }
        departure.peopleChanged();
    }

    private void left(Input.AttendeeLeft i) {
        if (people.left(i.participantId(), i.reason())) {
            turns.close(i.participantId());
            floor.left(i.participantId(), people.others().size());
            departure.peopleChanged();
        }
    }

    private void expectWords() {
        java.util.LinkedHashSet<String> expected = new java.util.LinkedHashSet<>();
        expected.add(settings.agent().name());
        expected.addAll(settings.agent().aliases());
        people.others().forEach(a -> expected.add(a.name()));
        expected.addAll(settings.vocabulary());
        expected.removeIf(String::isBlank);
        out.add(new Effect.Vocabulary(List.copyOf(expected)));
    }

    private void hand(Input.HandMoved i) {
        people.find(i.participantId()).ifPresent(a -> {
            people.change(a.hand(i.raised()), "hand");
            floor.hand(i.participantId(), i.raised());
        });
    }

    private void chat(Input.ChatCame i) {
        out.publish(new MeetingEvent.Chat(i.participantId(), i.text(), false, ""));
        out.tellBrain(GatewayEvent.newBuilder()
                .setChat(ChatReceived.newBuilder()
                        .setParticipantId(i.participantId())
                        .setText(i.text())
                        .setMessageId(i.messageId())
                        .setToAgent(i.toAgent())));
        // Below zero, so that a message's number is never taken for a turn's.
        floor.chat(i.participantId(), --chatMessages, i.text());
    }

    private void failed(Input.PartFailed i) {
        fails(i.part(), i.subject(), i.message());
        switch (i.part()) {
            case SYNTHESIZER -> replies.synthesisFailed(i.subject(), i.message());
            case CONNECTOR -> departure.move(MeetingStates.Trigger.BROKEN, "connector-failed", i.message());
            case VOICE_DETECTOR, RECOGNIZER, COMPLETENESS, ENDING, BRAIN, RECORDING, TRANSCRIPT_STORE, EVENT_LOG -> {}
        }
    }

    private void fails(Input.Part part, String subject, String message) {
        if (degraded.put(key(part, subject), message) == null) {
            out.publish(new MeetingEvent.Notice(word(part) + "-failed", message, false, MeetingEvent.Severity.WARNING));
        }
    }

    private void works(Input.Part part, String subject, String message) {
        if (degraded.remove(key(part, subject)) != null) {
            out.publish(new MeetingEvent.Notice(word(part) + "-failed", message, true, MeetingEvent.Severity.INFO));
        }
    }

    /** One voice that fails is replaced for all replies: they are one part, participants' recognizers are not. */
    private static String key(Input.Part part, String subject) {
        return part == Input.Part.RECOGNIZER ? word(part) + " " + subject : word(part);
    }

    private static String word(Input.Part part) {
        return part.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private final class AroundReplies implements ReplySurroundings {
        @Override
        public Optional<TurnRecord> turn(String turnId) {
            return turns.turn(turnId);
        }

        @Override
        public boolean anybodyTalks() {
            return turns.anybodyTalks();
        }

        @Override
        public long lastVoiceNanos() {
            return turns.lastVoiceNanos();
        }

        @Override
        public boolean agentMaySpeakUnasked() {
            return floor.policy() != FloorPolicy.SCRIBE;
        }

        @Override
        public boolean inMeeting() {
            return departure.state() == MeetingState.IN_CALL;
        }

        @Override
        public void agentBegan(Optional<TurnRecord> turn, String text, boolean byGateway) {
            turn.ifPresent(turns::answerAudible);
            if (!byGateway) {
                hand.lower();
            }
            floor.agentSpeaking(true, text);
        }

        @Override
        public void notSaid(String turnId) {
            hand.lowerFor(turnId);
        }

        @Override
        public void agentSaid(String text) {
            turns.agentSaid(text);
            floor.agentSpeaking(false, text);
        }
    }

    private final class FloorCarrier implements FloorDesk.Listener {
        @Override
        public void decided(FloorOutput.Decided decided) {
            turns.decided(decided);
        }

        @Override
        public void yieldTo(FloorOutput.Yield yield) {
            replies.hush(yield.reason(), yield.toParticipant());
        }

        @Override
        public void nudge(FloorOutput.Nudge nudge) {
            brain.nudge(nudge.reason());
        }
    }
}
