package parley.conversation.driver;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.audio.pcm.PcmFrame;
import parley.conversation.event.TimedWord;
import parley.conversation.meeting.Input;
import parley.turns.voice.VoiceFrame;

/** The lanes of everybody who is heard; what they hear becomes inputs, and sound is recorded where it lies. On the meeting's loop. */
final class Lanes {
    private final MeetingParts parts;
    private final InputDoor door;
    private final long openedNanos;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private List<String> vocabulary = List.of();
    private String selfId = "";

    /** @param openedNanos where the meeting's clock begins, on the loop's */
    Lanes(MeetingParts parts, InputDoor door, long openedNanos) {
        this.parts = parts;
        this.door = door;
        this.openedNanos = openedNanos;
    }

    /** Who the agent is: it is not listened to. */
    void self(String participantId) {
        selfId = participantId;
    }

    void open(String participantId) {
        lanes.computeIfAbsent(
                participantId,
                id -> new Lane(
                        id,
                        parts.voices(),
                        parts.recognizer(),
                        parts.endings().isPresent(),
                        vocabulary,
                        new FromLane()));
    }

    void close(String participantId) {
        Lane lane = lanes.remove(participantId);
        if (lane != null) {
            lane.close();
        }
    }

    void closeAll() {
        lanes.values().forEach(Lane::close);
        lanes.clear();
    }

    void listen(String participantId, long fromNanos) {
        Lane lane = lanes.get(participantId);
        if (lane != null) {
            lane.listen(fromNanos);
        }
    }

    void flush(String participantId) {
        Lane lane = lanes.get(participantId);
        if (lane != null) {
            lane.flush();
        }
    }

    /** What somebody was heard to say up to a moment, where such sound is kept. */
    Optional<short[]> heardUntil(String participantId, long nanos) {
        return Optional.ofNullable(lanes.get(participantId)).flatMap(lane -> lane.heardUntil(nanos));
    }

    /** Words that are likely to be said from now on. */
    void expect(List<String> phrases) {
        vocabulary = phrases;
        lanes.values().forEach(lane -> lane.expect(phrases));
    }

    /** 20 ms of somebody. */
    void sound(String participantId, PcmFrame frame, long capturedNanos) {
        Lane lane = lanes.get(participantId);
        if (lane != null && !participantId.equals(selfId)) {
            long startNanos = lane.accept(frame, capturedNanos - openedNanos);
            parts.recorder().heard(participantId, frame, startNanos);
        }
    }

    /** What the agent says goes to everybody, and may come back as an echo. */
    void agentSaid(PcmFrame frame, long startNanos) {
        parts.recorder().spoken(frame, startNanos);
        short[] heardBack = Echoes.at16k(frame);
        for (Lane lane : lanes.values()) {
            lane.agentSaid(heardBack, startNanos + frame.durationNanos());
        }
    }

    private final class FromLane implements Lane.Listener {
        @Override
        public void voice(String participantId, VoiceFrame frame) {
            door.tell(new Input.Voice(door.nowNanos(), participantId, frame));
        }

        @Override
        public void voiceFailed(String participantId, String message) {
            door.tell(new Input.PartFailed(door.nowNanos(), Input.Part.VOICE_DETECTOR, participantId, message));
        }

        @Override
        public void recognized(
                String participantId,
                long utterance,
                boolean closed,
                String text,
                List<TimedWord> words,
                double confidence,
                String language) {
            door.tell(new Input.Recognized(
                    door.nowNanos(), participantId, utterance, closed, text, words, confidence, language));
        }

        @Override
        public void recognizerFailed(String participantId, String message) {
            door.tell(new Input.PartFailed(door.nowNanos(), Input.Part.RECOGNIZER, participantId, message));
        }

        @Override
        public void recognizerChanged(String participantId, String message) {
            door.tell(new Input.PartRecovered(door.nowNanos(), Input.Part.RECOGNIZER, participantId, message));
        }

        @Override
        public void later(Runnable task) {
            door.later(task);
        }
    }
}
