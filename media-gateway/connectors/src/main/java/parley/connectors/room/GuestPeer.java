package parley.connectors.room;

import org.jspecify.annotations.Nullable;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.PeerListener;
import parley.webrtc.peer.PeerState;

/** Carries one connection's events to its guest's place, as long as it is still the guest's connection. */
final class GuestPeer implements PeerListener {
    private final Room room;
    private final Guest guest;
    private @Nullable PeerConnection followed;

    GuestPeer(Room room, Guest guest) {
        this.room = room;
        this.guest = guest;
    }

    void follow(PeerConnection peer) {
        followed = peer;
    }

    private boolean current() {
        return followed != null && followed.equals(guest.peer);
    }

    @Override
    public void onState(PeerState state, String reason) {
        if (current()) {
            room.mediaState(guest, state, reason);
        }
    }

    @Override
    public void onCandidate(String candidate, String mid) {
        if (current()) {
            guest.tell(RoomMessages.candidate(candidate, mid));
        }
    }

    @Override
    public void onRtp(String mid, byte[] buffer, int offset, int length, long arrivalNanos) {
        if (current()) {
            room.heard(guest, buffer, offset, length, arrivalNanos);
        }
    }

    @Override
    public void onRtcp(byte[] buffer, int offset, int length, long arrivalNanos) {
        if (current()) {
            room.reported(guest, buffer, offset, length, arrivalNanos);
        }
    }
}
