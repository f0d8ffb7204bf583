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
        long endMillis = Math.max(utterance.startMillis, utterance.endMillis);
        out.publish(new MeetingEvent.Transcript(
                utterance.id,
                ear.participantId,
                people.name(ear.participantId),
                heard.text(),
                heard.closed(),
                utterance.revision,
                utterance.startMillis,
                endMillis,
                heard.confidence(),
                heard.language(),
                heard.words(),
                false));
        UtteranceHeard.Builder event = UtteranceHeard.newBuilder()
                .setUtteranceId(utterance.id)
                .setParticipantId(ear.participantId)
                .setFinal(heard.closed())
                .setText(heard.text())
                .setStartMs(utterance.startMillis)
                .setEndMs(endMillis)
                .setConfidence((float) heard.confidence())
                .setLanguage(heard.language())
                .setRevision(utterance.revision);
        for (TimedWord word : heard.words()) {
            event.addWords(Word.newBuilder()
                    .setText(word.text())
                    .setStartMs(word.startMillis())
                    .setEndMs(word.endMillis())
                    .setConfidence((float) word.confidence())
                    .setStable(word.stable()));
        }
        out.tellBrain(GatewayEvent.newBuilder().setUtterance(event));
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
