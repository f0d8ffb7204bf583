package parley.conversation.driver;

import java.util.Optional;
import parley.connectors.Connector;
import parley.stt.Recognizer;
import parley.tts.SpeechSettings;
import parley.tts.Synthesizer;
import parley.turns.floor.Pronunciations;

/**
 * What a meeting is made of. The shared parts serve all meetings; the others are its own.
 *
 * @param endings listens to ends of turns, where {@link parley.turns.end.TurnSettings#audioModel()} says so
 */
public record MeetingParts(
        Connector connector,
        VoiceScorer voices,
        WordJudge words,
        Optional<EndingJudge> endings,
        Recognizer recognizer,
        Synthesizer synthesizer,
        SpeechSettings speech,
        Pronunciations pronunciations,
        BrainPort.Door brain,
        MeetingRecorder recorder,
        MeetingTrace trace) {}
