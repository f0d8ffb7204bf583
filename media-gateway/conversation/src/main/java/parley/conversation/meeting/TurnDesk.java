package parley.conversation.meeting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.SpeechStarted;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.MeetingEvent.TurnState;
import parley.conversation.event.Waterfall;
import parley.conversation.event.Waterfall.Stage;
import parley.turns.end.TurnInput;
import parley.turns.end.TurnOutput;
import parley.turns.floor.FloorAction;
import parley.turns.floor.FloorOutput;
import parley.turns.interruption.Backchannels;

/** Hears everybody: runs each participant's turn engine and carries its decisions to the floor, the brain and the replies. */
final class TurnDesk {
    private static final int TURNS_KEPT = 128;
    /** Below this probability of being addressed a speculated turn is not worth the brain's time. */
    private static final double WORTH_SPECULATING = 0.3;

    private final MeetingSettings settings;
    private final Outbox out;
    private final TurnTeller teller;
    private final FloorDesk floor;
    private final ReplyDesk replies;
    private final AgentHand hand;
    private final Map<String, Ear> ears = new LinkedHashMap<>();
    private final Map<String, TurnRecord> turns = new LinkedHashMap<>();
    private boolean brainSpeculates;
    private long lastVoiceNanos;

    TurnDesk(MeetingSettings settings, Outbox out, People people, FloorDesk floor, ReplyDesk replies, AgentHand hand) {
        this.settings = settings;
        this.out = out;
        this.teller = new TurnTeller(settings, out, people);
        this.floor = floor;
        this.replies = replies;
        this.hand = hand;
    }

    void open(String participantId) {
        ears.computeIfAbsent(participantId, id -> new Ear(id, settings.turnSettings()));
        out.add(new Effect.OpenHearing(participantId));
    }

    void close(String participantId) {
        Ear ear = ears.remove(participantId);
        if (ear != null) {
            if (ear.talking) {
                ear.talking = false;
                floor.voice(participantId, false);
            }
            TurnRecord open = turns.get(ear.turnId());
            if (open != null && open.state == TurnState.SPECULATED && open.told) {
                abort(open, "left the meeting");
            }
            out.add(new Effect.CloseHearing(participantId));
        }
    }

    void speculate(boolean wanted) {
        brainSpeculates = wanted;
    }

    /** End of the newest voice of anybody. */
    long lastVoiceNanos() {
        return lastVoiceNanos;
    }

    boolean talks(String participantId) {
        Ear ear = ears.get(participantId);
        return ear != null && ear.detector.speaking();
    }

    boolean anybodyTalks() {
        return ears.values().stream().anyMatch(ear -> ear.talking && !committed(ear));
    }

    /** A turn is over for the floor as soon as it is committed, before the hangover of the voice is. */
    private boolean committed(Ear ear) {
        TurnRecord turn = turns.get(ear.turnId());
        return turn != null && turn.committed() && !ear.detector.speaking();
    }

    Optional<TurnRecord> turn(String turnId) {
        return Optional.ofNullable(turns.get(turnId));
    }

    Iterable<TurnRecord> all() {
        return turns.values();
    }

    void voice(Input.Voice voice) {
        Ear ear = ears.get(voice.participantId());
        if (ear != null) {
            ear.detector.handle(new TurnInput.Frame(voice.frame()));
            if (ear.detector.speaking()) {
                ear.lastVoicedNanos = voice.frame().endNanos();
            }
            drain(ear);
            if (ear.talking) {
                lastVoiceNanos = out.nowNanos();
            }
        }
    }

    void judged(Input.WordsJudged judged) {
        Ear ear = ears.get(judged.participantId());
        if (ear != null) {
            ear.detector.handle(new TurnInput.Judged(judged.atNanos(), judged.textRevision(), judged.completeness()));
            drain(ear);
        }
    }

    void endingJudged(Input.EndingJudged judged) {
        Ear ear = ears.get(judged.participantId());
        if (ear != null) {
            ear.detector.handle(new TurnInput.AudioJudged(judged.atNanos(), judged.pause(), judged.finished()));
            drain(ear);
        }
    }

    /** What the agent said last: the question before an answer. */
    void agentSaid(String text) {
        for (Ear ear : ears.values()) {
            ear.detector.handle(new TurnInput.Heard(out.nowNanos(), Ear.plain(text)));
            drain(ear);
        }
    }

    /** The first sample of an answer has left. */
    void answerAudible(TurnRecord turn) {
        Ear ear = ears.get(turn.participantId);
        if (ear != null) {
            ear.detector.handle(new TurnInput.AnswerAudible(out.nowNanos(), turn.number));
            drain(ear);
        }
    }

    void tick() {
        for (Ear ear : List.copyOf(ears.values())) {
            if (ear.detector.nextWakeNanos() <= out.nowNanos()) {
                ear.detector.handle(new TurnInput.Tick(out.nowNanos()));
                drain(ear);
            }
        }
    }

    long nextWakeNanos() {
        long wake = Long.MAX_VALUE;
        for (Ear ear : ears.values()) {
            wake = Math.min(wake, ear.detector.nextWakeNanos());
        }
        return wake;
    }

    /** What was decided about the words stays as it is. */
    void corrected(MeetingEvent.Transcript words) {
        teller.corrected(words);
    }

    void recognized(Input.Recognized heard) {
        Ear ear = ears.get(heard.participantId());
        if (ear == null) {
            return;
        }
        Ear.Utterance utterance = ear.utterance(heard.utterance());
        if (utterance.closed || (!heard.closed() && utterance.text.equals(heard.text()))) {
            return;
        }
        boolean nothing = heard.text().isBlank() && utterance.text.isBlank();
        utterance.text = heard.text();
        utterance.closed = heard.closed();
        utterance.endMillis = Ear.lastWordEndNanos(heard.words(), ear.lastVoicedNanos) / 1_000_000;
        if (utterance.startMillis < 0) {
            utterance.startMillis = heard.words().isEmpty()
                    ? ear.talkingSinceNanos / 1_000_000
                    : heard.words().getFirst().startMillis();
        }
        if (nothing) {
            return;
        }
        teller.heard(heard, ear, utterance);
        String spoken = Ear.plain(heard.text());
        // One live word may still become a sign of listening: "rye" on the way to "right".
        if (heard.closed() || spoken.contains(" ") || Backchannels.only(spoken) || Backchannels.halting(spoken)) {
            replies.wordsOf(heard.participantId(), spoken);
        }
        long wordsEnd = Ear.lastWordEndNanos(heard.words(), ear.lastVoicedNanos);
        // A closed utterance holds all words that there are, wherever the recognizer thinks that the last one ends.
        ear.detector.handle(new TurnInput.Words(
                heard.atNanos(),
                heard.utterance(),
                Ear.plain(heard.text()),
                heard.closed() ? Math.max(wordsEnd, ear.lastVoicedNanos) : wordsEnd));
        ear.detector.handle(
                new TurnInput.Addressed(heard.atNanos(), floor.foresee(heard.participantId(), heard.text())));
        TurnRecord turn =
                turns.computeIfAbsent(ear.turnId(), id -> new TurnRecord(id, ear.participantId, ear.detector.turn()));
        turn.utteranceIds.add(utterance.id);
        if (heard.closed() && turn.committed()) {
            turn.moments.met(Stage.FINAL_TEXT, out.nowNanos());
            turn.wordsFinal = !ear.wordsOpen();
            correct(ear, turn);
            replies.release();
        }
        drain(ear);
        forgetOld();
    }

    private void drain(Ear ear) {
        for (Optional<TurnOutput> next = ear.detector.poll(); next.isPresent(); next = ear.detector.poll()) {
            switch (next.get()) {
                case TurnOutput.VoiceStarted v -> started(ear, v);
                case TurnOutput.VoiceStopped v -> stopped(ear);
                case TurnOutput.AskCompleteness a ->
                    out.add(new Effect.JudgeWords(ear.participantId, a.textRevision(), a.before(), a.words()));
                case TurnOutput.AskAudioEnding a ->
                    out.add(new Effect.JudgeEnding(ear.participantId, a.pause(), a.endNanos()));
                case TurnOutput.Speculated s -> speculated(ear, s);
                case TurnOutput.Committed c -> committed(ear, c);
                case TurnOutput.Aborted a -> aborted(ear, a);
                case TurnOutput.WaitAsked w -> waitAsked(ear, w);
                case TurnOutput.Discarded d -> {
                    TurnRecord turn = turns.get(ear.turnId(d.turn()));
                    if (turn != null && turn.told) {
                        abort(turn, "voice without words");
                    }
                }
            }
        }
    }

    private void started(Ear ear, TurnOutput.VoiceStarted started) {
        ear.talking = true;
        ear.talkingSinceNanos = started.startNanos();
        out.add(new Effect.Listen(ear.participantId, started.startNanos()));
        out.tellBrain(GatewayEvent.newBuilder()
                .setSpeechStarted(SpeechStarted.newBuilder()
                        .setParticipantId(ear.participantId)
                        .setOverAgent(replies.agentAudible())));
        floor.voice(ear.participantId, true);
        othersChanged();
    }

    private void stopped(Ear ear) {
        ear.talking = false;
        out.add(new Effect.FlushWords(ear.participantId));
        floor.voice(ear.participantId, false);
        othersChanged();
        replies.release();
    }

    private void othersChanged() {
        if (ears.size() < 2) {
            return;
        }
        for (Ear ear : List.copyOf(ears.values())) {
            boolean others = ears.values().stream().anyMatch(other -> other != ear && other.talking);
            ear.detector.handle(new TurnInput.OthersSpeaking(out.nowNanos(), others));
        }
    }

    private TurnRecord record(Ear ear, long number, int revision, String words, double probability) {
        TurnRecord turn =
                turns.computeIfAbsent(ear.turnId(number), id -> new TurnRecord(id, ear.participantId, number));
        if (turn.revision != revision + turn.corrections) {
            // The moments of a void revision say nothing about this one.
            turn.moments = new Waterfall.Moments(ear.lastVoicedNanos);
        }
        turn.revision = revision + turn.corrections;
        turn.text = words;
        turn.probability = probability;
        return turn;
    }

    private void speculated(Ear ear, TurnOutput.Speculated s) {
        TurnRecord turn =
                record(ear, s.turn(), s.revision(), s.words(), s.evidence().probability());
        turn.state = TurnState.SPECULATED;
        turn.question = s.evidence().question();
        turn.moments = new Waterfall.Moments(ear.lastVoicedNanos);
        turn.moments.met(Stage.SPECULATED, s.atNanos());
        teller.state(turn, "an answer may be due");
        if (brainSpeculates && floor.foresee(turn.participantId, turn.text) >= WORTH_SPECULATING) {
            teller.speculated(turn, floor.addressed(FloorAction.SPEAK_NOW, turn.text, turn.question));
        }
    }

    private void committed(Ear ear, TurnOutput.Committed c) {
        TurnRecord turn =
                record(ear, c.turn(), c.revision(), c.words(), c.evidence().probability());
        if (replies.speaking() && Backchannels.only(Ear.plain(turn.text))) {
            abort(turn, "only shows that somebody listens while the agent speaks");
            // Nothing is owed for it: what this person says next is a turn of its own.
            ear.detector.handle(new TurnInput.AnswerAudible(out.nowNanos(), turn.number));
            return;
        }
        turn.state = TurnState.COMMITTED;
        turn.question = c.evidence().question();
        turn.committedNanos = c.atNanos();
        turn.wordsFinal = !ear.wordsOpen();
        if (turn.moments.lastVoicedNanos() != c.endNanos()) {
            turn.moments = new Waterfall.Moments(c.endNanos());
        }
        turn.moments.met(Stage.DECIDED, c.atNanos());
        announce(turn, c.reason());
    }

    private void announce(TurnRecord turn, String reason) {
        teller.state(turn, reason);
        turn.announced = false;
        turn.answered = replies.answers(turn);
        replies.turnCommitted(turn);
        turn.granted = false;
        turn.inChat = false;
        floor.turnEnded(turn);
        forgetOld();
    }

    /** The final words are not those that the turn was committed with: nothing that answers them has been heard yet. */
    private void correct(Ear ear, TurnRecord turn) {
        String words = ear.detector.text();
        if (words.isBlank() || replies.heardAnswer(turn) || Ear.sameWords(words, turn.text)) {
            return;
        }
        abort(turn, "the words changed");
        turn.corrections++;
        turn.revision++;
        turn.text = words;
        turn.moments.forget(Stage.FIRST_TOKEN);
        turn.state = TurnState.COMMITTED;
        announce(turn, "the final words are others than those before");
    }

    /** The floor has decided about a turn, for the first time or, after a hold, again. */
    void decided(FloorOutput.Decided decided) {
        TurnRecord turn = turns.get(decided.participant() + "-t" + decided.turn());
        if (turn == null || !turn.committed()) {
            return;
        }
        turn.granted = decided.action() == FloorAction.SPEAK_NOW;
        turn.inChat = decided.action() == FloorAction.ANSWER_IN_CHAT;
        out.publish(new MeetingEvent.Floor(
                FloorDesk.word(decided.action()), decided.reason(), turn.id, turn.participantId));
        switch (decided.action()) {
            case RAISE_HAND -> hand.raise(turn.id, AgentHand.FOREVER); // the floor says when the right is void
            case SPEAK_NOW, ANSWER_IN_CHAT, STAY_SILENT -> hand.lowerFor(turn.id);
            case HOLD -> {}
        }
        if (!turn.announced) {
            turn.announced = true;
            teller.committed(turn, floor.addressed(decided.action(), turn.text, turn.question), decided.reason());
        }
        turn.awaited = decided.action() != FloorAction.STAY_SILENT;
        if (decided.action() == FloorAction.STAY_SILENT) {
            replies.notForAgent(turn, decided.reason());
        } else {
            replies.release();
        }
    }

    private void aborted(Ear ear, TurnOutput.Aborted a) {
        TurnRecord turn = turns.get(ear.turnId(a.turn()));
        if (turn != null) {
            abort(
                    turn,
                    switch (a.reason()) {
                        case RESUMED -> "went on speaking";
                        case REVISED -> "the words changed";
                        case REOPENED -> "went on before the answer was heard";
                    });
        }
    }

    private void waitAsked(Ear ear, TurnOutput.WaitAsked w) {
        TurnRecord turn = record(ear, w.turn(), turnRevision(ear, w.turn()), w.words(), 1);
        abort(turn, "asks to wait");
        replies.hush("asked to wait", ear.participantId);
    }

    private int turnRevision(Ear ear, long number) {
        TurnRecord turn = turns.get(ear.turnId(number));
        return turn == null ? 1 : turn.revision - turn.corrections;
    }

    private void abort(TurnRecord turn, String reason) {
        if (turn.committed()) {
            floor.turnReopened(turn);
        }
        turn.state = TurnState.ABORTED;
        hand.lowerFor(turn.id);
        turn.granted = false;
        turn.awaited = false;
        turn.announced = false;
        teller.state(turn, reason);
        teller.aborted(turn, reason);
        replies.turnAborted(turn, reason);
    }

    private void forgetOld() {
        if (turns.size() <= TURNS_KEPT) {
            return;
        }
        List<String> old = new ArrayList<>(turns.keySet()).subList(0, turns.size() - TURNS_KEPT);
        List.copyOf(old).forEach(turns::remove);
    }
}
