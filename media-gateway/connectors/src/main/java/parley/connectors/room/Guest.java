package parley.connectors.room;

import org.jspecify.annotations.Nullable;
import parley.audio.mix.Limiter;
import parley.connectors.Participant;
import parley.connectors.voice.IncomingVoice;
import parley.connectors.voice.OutgoingVoice;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.PeerState;

/** One person in the room: who they are, the way to them, and their media. For the room's loop only. */
final class Guest {
    final String token;
    Participant participant;

    @Nullable
    SignalChannel channel;

    @Nullable
    PeerConnection peer;

    PeerState media = PeerState.NEW;
    final IncomingVoice voice;
    final OutgoingVoice ear;
    /** For what everybody but this guest says. */
    final Limiter limiter = new Limiter();
    /** Frames of silence that are still to be sent to this guest. */
    int tail;

    /** Ends the guest's place when nothing comes back or up in time. */
    TaskLoop.@Nullable Timer deadline;

    Guest(Participant participant, String token, IncomingVoice voice, OutgoingVoice ear) {
        this.participant = participant;
        this.token = token;
        this.voice = voice;
        this.ear = ear;
    }

    String id() {
        return participant.id();
    }

    boolean connected() {
        return peer != null && media == PeerState.CONNECTED;
    }

    void tell(String json) {
        if (channel != null) {
            channel.send(json);
        }
    }

    void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    void close() {
        cancelDeadline();
        PeerConnection last = peer;
        peer = null; // before it tells that it is closed
        if (last != null) {
            last.close();
        }
        if (channel != null) {
            channel.close();
            channel = null;
        }
        voice.close();
        ear.close();
    }
}
