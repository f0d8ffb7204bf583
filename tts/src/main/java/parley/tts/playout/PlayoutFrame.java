package parley.tts.playout;

import parley.audio.pcm.PcmFrame;

/** The next frame for the socket. */
public record PlayoutFrame(PcmFrame frame, Content content) {
    public enum Content {
        /** Nothing to play: need not be sent at all. */
        SILENCE,
        /** A part of a reply, its breaths and the concealment of a starved moment included. */
        SPEECH,
        /** A short sound that bridges the wait for a reply. */
        MASK
    }

    public boolean audible() {
        return content != Content.SILENCE;
    }
}
