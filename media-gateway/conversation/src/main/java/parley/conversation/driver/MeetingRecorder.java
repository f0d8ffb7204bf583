package parley.conversation.driver;

import parley.audio.pcm.PcmFrame;

/** Keeps the sound of a meeting. Never blocks; on the meeting's loop; times are on the meeting's clock. */
public interface MeetingRecorder {
    MeetingRecorder NONE = new MeetingRecorder() {
        @Override
        public void heard(String participantId, PcmFrame frame, long startNanos) {}

        @Override
        public void spoken(PcmFrame frame, long startNanos) {}

        @Override
        public void close(long nowNanos) {}
    };

    void heard(String participantId, PcmFrame frame, long startNanos);

    void spoken(PcmFrame frame, long startNanos);

    void close(long nowNanos);
}
