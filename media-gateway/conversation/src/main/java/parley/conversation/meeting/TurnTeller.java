package parley.conversation.meeting;

import parley.agent.v1.Addressed;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Turn;
import parley.agent.v1.TurnAborted;
import parley.agent.v1.TurnCommitted;
import parley.agent.v1.TurnSpeculated;
import parley.agent.v1.UtteranceHeard;
import parley.agent.v1.Word;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.TimedWord;

/** Tells subscribers and the brain what people say and how their turns stand. */
final class TurnTeller {
    private final MeetingSettings settings;
    private final Outbox out;
    private final People people;

    TurnTeller(MeetingSettings settings, Outbox out, People people) {
        this.settings = settings;
        this.out = out;
        this.people = people;
    }

    void heard(Input.Recognized heard, Ear ear, Ear.Utterance utterance) {
        MeetingEvent.Transcript words = new MeetingEvent.Transcript(
                utterance.id,
                ear.participantId,
                people.name(ear.participantId),
                heard.text(),
                heard.closed(),
                utterance.revision,
                utterance.startMillis,
                Math.max(utterance.startMillis, utterance.endMillis),
                heard.confidence(),
                heard.language(),
                heard.words(),
                false);
        out.publish(words);
        out.tellBrain(GatewayEvent.newBuilder().setUtterance(describe(words)));
    }

    void corrected(MeetingEvent.Transcript words) {
        out.publish(words);
        out.tellBrain(GatewayEvent.newBuilder()
                .setUtterance(describe(words).setCorrection(true).setSpeaker(words.speaker())));
    }

    private static UtteranceHeard.Builder describe(MeetingEvent.Transcript words) {
        UtteranceHeard.Builder utterance = UtteranceHeard.newBuilder()
                .setUtteranceId(words.utteranceId())
                .setParticipantId(words.participantId())
                .setFinal(words.closed())
                .setText(words.text())
                .setStartMs(words.startMillis())
                .setEndMs(words.endMillis())
                .setConfidence((float) words.confidence())
                .setLanguage(words.language())
                .setRevision(words.revision());
        for (TimedWord word : words.words()) {
            utterance.addWords(Word.newBuilder()
                    .setText(word.text())
                    .setStartMs(word.startMillis())
                    .setEndMs(word.endMillis())
                    .setConfidence((float) word.confidence())
                    .setStable(word.stable()));
        }
        return utterance;
    }

    /** To subscribers. */
    void state(TurnRecord turn, String reason) {
        out.publish(new MeetingEvent.Turn(
                turn.id, turn.revision, turn.participantId, turn.state, turn.text, turn.probability, reason));
    }

    void speculated(TurnRecord turn, Addressed addressed) {
        turn.told = true;
        out.tellBrain(GatewayEvent.newBuilder()
                .setTurnSpeculated(TurnSpeculated.newBuilder().setTurn(describe(turn, addressed, ""))));
    }

    void committed(TurnRecord turn, Addressed addressed, String why) {
        turn.told = true;
        out.tellBrain(GatewayEvent.newBuilder()
                .setTurnCommitted(TurnCommitted.newBuilder().setTurn(describe(turn, addressed, why))));
    }

    /** Only a brain that knows of the turn needs to know that it is void. */
    void aborted(TurnRecord turn, String reason) {
        if (turn.told) {
            out.tellBrain(GatewayEvent.newBuilder()
                    .setTurnAborted(TurnAborted.newBuilder()
                            .setTurnId(turn.id)
                            .setRevision(turn.revision)
                            .setReason(reason)));
        }
    }

    private Turn describe(TurnRecord turn, Addressed addressed, String why) {
        return Turn.newBuilder()
                .setTurnId(turn.id)
                .setRevision(turn.revision)
                .setParticipantId(turn.participantId)
                .setText(turn.text)
                .addAllUtteranceIds(turn.utteranceIds)
                .setProbability((float) turn.probability)
                .setAddressed(addressed)
                .setWhy(why)
                .setDeadlineMs(out.nowMillis() + settings.patience().replyBudgetMillis())
                .setQuestion(turn.question)
                .build();
    }
}
