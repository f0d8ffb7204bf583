package parley.connectors;

import java.util.Optional;
import parley.audio.pcm.PcmFrame;

/**
 * A meeting that has been joined or is being joined. All methods may be called on the meeting's loop only, except where
 * they say otherwise.
 */
public interface MeetingLink {
    LinkState state();

    /** What can be done in this meeting; may shrink when the platform says so. */
    Capabilities capabilities();

    /**
     * Hands over the next 20 ms of the agent's voice, at 24 or 48 kHz (16 and 8 kHz are resampled). The caller sends a frame
     * every 20 ms while the agent speaks and none while it is silent; positions count the agent's samples without gaps
     * inside one stretch of speech. A frame beyond a backlog of 200 ms is refused. Each frame that goes out is reported by
     * {@link ConnectorListener#onSpoken}.
     */
    ActionResult speak(PcmFrame frame);

    /** Drops the frames that were accepted but have not been sent. */
    void stopSpeaking();

    /**
     * Writes in the meeting's chat. What is meant for one reaches nobody else: a platform that cannot do that answers {@link
     * ActionResult#UNSUPPORTED}.
     *
     * @param toParticipantId empty for everybody
     */
    ActionResult chat(String text, String toParticipantId);

    /** Raises or lowers the agent's hand. */
    ActionResult hand(boolean raised);

    /** Leaves; {@link LinkState#ENDED} follows, with {@link StateReason#LEFT}. Leaving twice is fine. */
    void leave();

    /** For connectors that host the meeting: the path, below the gateway's own address, where people join. */
    Optional<String> joinPath();
}
