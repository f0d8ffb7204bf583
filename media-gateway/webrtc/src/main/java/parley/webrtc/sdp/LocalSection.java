package parley.webrtc.sdp;

import java.util.OptionalInt;

/**
 * One of our sections of sound, as it goes into our description.
 *
 * @param ssrc what we send with, where we send
 * @param trackName how receivers tell our tracks apart
 */
public record LocalSection(
        String mid,
        Direction direction,
        int payloadType,
        OptionalInt midExtension,
        OptionalInt levelExtension,
        long ssrc,
        String trackName) {}
