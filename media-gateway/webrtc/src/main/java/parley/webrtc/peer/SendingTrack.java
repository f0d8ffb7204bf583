package parley.webrtc.peer;

import java.util.OptionalInt;

/** What our packets have to carry: agreed on with the peer. */
public record SendingTrack(
        String mid, long ssrc, int payloadType, OptionalInt midExtension, OptionalInt levelExtension) {}
