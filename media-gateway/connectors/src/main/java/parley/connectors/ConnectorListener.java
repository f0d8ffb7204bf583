package parley.connectors;

import parley.audio.pcm.PcmFrame;

/** What a meeting tells the gateway. All calls come on the meeting's loop, one at a time. */
public interface ConnectorListener {
    void onEvent(ConnectorEvent event);

    /**
     * 20 ms of one participant's voice, at 16 kHz. Positions of one participant only grow, over lost packets, silence that
     * was not sent and reconnects alike; a step of more than the frame's length is time in which nothing was received.
     *
     * @param capturedNanos when the first sample was spoken, on the loop's monotonic clock, as far as it is known: from the
     *     sender's reports where there are any, else the time of arrival
     */
    void onAudio(String participantId, PcmFrame frame, long capturedNanos);

    /**
     * A frame given to {@link MeetingLink#speak} has left the gateway. Frames dropped before that are never reported.
     *
     * @param endPosition the position after its last sample, on the clock of the frames given
     */
    void onSpoken(long endPosition, long sentNanos);
}
