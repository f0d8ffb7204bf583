package parley.connectors.room;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parley.audio.opus.OpusDecoder;
import parley.audio.opus.OpusException;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/**
 * What comes from one guest: RTP with Opus in, 16 kHz frames out at once for the agent, and 48 kHz samples kept for the next
 * mix where other people listen. For the room's loop only.
 */
final class GuestVoice implements AutoCloseable {
    /** RTP's clock for Opus (RFC 7587, section 4.1) in units of 16 kHz. */
    private static final int CLOCK_RATIO = 3;

    private static final int FRAME_16 = 320;
    /** Lost frames in a row that are concealed; a longer gap is time in which nothing was received. */
    private static final int MOST_CONCEALED = 5;

    /** Where frames for the agent go. */
    interface Heard {
        void heard(PcmFrame frame, long arrivalNanos);
    }

    private final Heard heard;
    private final OpusDecoder near = new OpusDecoder(SampleRate.KHZ_16);
    private @Nullable OpusDecoder wide;
    private final MixBuffer mixBuffer = new MixBuffer();
    private boolean started;
    private int source;
    private int expected;
    private int lastTimestamp;
    /** Position on the 16 kHz clock of the packet with {@link #lastTimestamp}. */
    private long lastPosition;

    private int lastSamples = FRAME_16;
    private long endPosition;
    private long packetsLost;
    private long packetsLate;
    private long framesRefused;

    GuestVoice(Heard heard) {
        this.heard = heard;
    }

    long packetsLost() {
        return packetsLost;
    }

    /** Too late or twice. */
    long packetsLate() {
        return packetsLate;
    }

    long framesRefused() {
        return framesRefused;
    }

    /** The samples for the next mix, or null where there are none. */
    short @Nullable [] take(int samples) {
        return mixBuffer.take(samples);
    }

    /** @param mixed whether other people listen, so that the wide band is worth decoding */
    void packet(byte[] buffer, int offset, int length, long arrivalNanos, boolean mixed) {
        int payload = payloadOffset(buffer, offset, length);
        int end = length - padding(buffer, offset, length);
        if (payload < 0 || end <= payload) {
            return;
        }
        ByteBuffer header = ByteBuffer.wrap(buffer);
        int sequence = Short.toUnsignedInt(header.getShort(offset + 2));
        int timestamp = header.getInt(offset + 4);
        int ssrc = header.getInt(offset + 8);
        if (!started || ssrc != source) {
            started = true;
            source = ssrc;
            expected = sequence;
            lastTimestamp = timestamp;
            lastPosition = endPosition;
            near.reset();
        }
        int ahead = (short) (sequence - expected);
        if (ahead < 0) {
            packetsLate++;
            return;
        }
        long position = lastPosition + (timestamp - lastTimestamp) / CLOCK_RATIO;
        try {
            if (ahead > 0) {
                packetsLost += ahead;
                bridge(buffer, offset + payload, end - payload, ahead, arrivalNanos, mixed);
            }
            short[] samples = near.decode(buffer, offset + payload, end - payload);
            lastSamples = samples.length;
            emit(Math.max(position, endPosition), samples, arrivalNanos);
            if (mixed) {
                mixBuffer.add(wideDecoder().decode(buffer, offset + payload, end - payload));
            }
        } catch (OpusException e) {
            framesRefused++;
        }
        expected = (sequence + 1) & 0xffff;
        lastTimestamp = timestamp;
        lastPosition = position;
    }

    private void bridge(byte[] next, int from, int size, int lost, long arrivalNanos, boolean mixed)
            throws OpusException {
        if (lost > MOST_CONCEALED) {
            return;
        }
        for (int i = 0; i < lost; i++) {
            boolean copied = i == lost - 1;
            emit(
                    endPosition,
                    copied ? near.recover(next, from, size, lastSamples) : near.conceal(lastSamples),
                    arrivalNanos);
            if (mixed) {
                OpusDecoder decoder = wideDecoder();
                int wideSamples = lastSamples * CLOCK_RATIO;
                mixBuffer.add(copied ? decoder.recover(next, from, size, wideSamples) : decoder.conceal(wideSamples));
            }
        }
    }

    private OpusDecoder wideDecoder() {
        OpusDecoder decoder = wide;
        if (decoder == null) {
            decoder = new OpusDecoder(SampleRate.KHZ_48);
            wide = decoder;
        }
        return decoder;
    }

    private void emit(long position, short[] samples, long arrivalNanos) {
        for (int from = 0; from < samples.length; from += FRAME_16) {
            int to = Math.min(samples.length, from + FRAME_16);
            short[] part = from == 0 && to == samples.length ? samples : Arrays.copyOfRange(samples, from, to);
            heard.heard(new PcmFrame(SampleRate.KHZ_16, position + from, part), arrivalNanos);
        }
        endPosition = position + samples.length;
    }

    /** Where the payload begins behind CSRCs and header extension, or -1. */
    private static int payloadOffset(byte[] buffer, int offset, int length) {
        int at = 12 + 4 * (buffer[offset] & 0x0f);
        if ((buffer[offset] & 0x10) != 0) {
            if (at + 4 > length) {
                return -1;
            }
            at += 4 + 4 * Short.toUnsignedInt(ByteBuffer.wrap(buffer).getShort(offset + at + 2));
        }
        return at < length ? at : -1;
    }

    private static int padding(byte[] buffer, int offset, int length) {
        return (buffer[offset] & 0x20) == 0 ? 0 : buffer[offset + length - 1] & 0xff;
    }

    @Override
    public void close() {
        near.close();
        if (wide != null) {
            wide.close();
        }
    }
}
