package parley.connectors.janus;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.PeerListener;
import parley.webrtc.peer.PeerState;

/** A peer connection that belongs to a handle: its candidates go to Janus, its failure ends the session. */
final class JanusPeer {
    /** Where packets go. */
    interface Packets {
        void rtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos);

        void rtcp(byte[] buffer, int offset, int length, long arrivalNanos);
    }

    private final PeerConnection connection;
    private boolean closed;

    JanusPeer(
            MediaPort port,
            TaskLoop loop,
            boolean sends,
            boolean receives,
            JanusSession.@Nullable Handle handle,
            Packets packets,
            Consumer<String> failed) {
        connection = port.connect(loop, sends, receives, new PeerListener() {
            @Override
            public void onState(PeerState state, String reason) {
                if (!closed && (state == PeerState.FAILED || state == PeerState.CLOSED)) {
                    failed.accept(reason);
                }
            }

            @Override
            public void onCandidate(String candidate, String mid) {
                if (handle != null) {
                    handle.candidate(candidate, mid);
                }
            }

            @Override
            public void onRtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos) {
                packets.rtp(mid, buffer, offset, length, arrivalNanos);
            }

            @Override
            public void onRtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
                packets.rtcp(buffer, offset, length, arrivalNanos);
            }
        });
    }

    PeerConnection connection() {
        return connection;
    }

    void close() {
        closed = true;
        connection.close();
    }
}
