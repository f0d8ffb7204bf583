package parley.conversation.archiving;

import parley.archive.recording.MeetingRecording;
import parley.audio.pcm.PcmFrame;
import parley.conversation.driver.MeetingRecorder;
import parley.conversation.meeting.MeetingCore;

/** Records a meeting into the archive. */
public final class ArchiveRecorder implements MeetingRecorder {
    private final MeetingRecording recording;

    public ArchiveRecorder(MeetingRecording recording) {
        this.recording = recording;
    }

    @Override
    public void heard(String participantId, PcmFrame frame, long startNanos) {
        recording.add(participantId, frame, startNanos);
    }

    @Override
    public void spoken(PcmFrame frame, long startNanos) {
        recording.add(MeetingCore.SELF, frame, startNanos);
    }

    @Override
    public void close(long nowNanos) {
        recording.close();
    }
}
