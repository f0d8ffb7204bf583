package parley.audio.ogg;

/**
 * One Opus packet of a file.
 *
 * @param data owned by whoever reads it
 * @param position of its first sample at 48 kHz; negative in the decoder's warm-up (pre-skip), which is not to be played
 * @param samples how many samples at 48 kHz it adds; fewer than it decodes to where the file's end is trimmed
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, as PcmFrame's samples are
public record OggPacket(byte[] data, long position, int samples) {}
