package parley.conversation.rehearsal;

import parley.audio.pcm.SampleRate;

/** Gives actors their voices. May block. */
public interface VoiceCast {
    /** Text without pauses as sound. */
    short[] speak(String voice, String text, SampleRate rate) throws ScenarioException;
}
