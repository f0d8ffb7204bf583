package parley.archive.sound;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import parley.audio.ogg.OggFormatException;
import parley.audio.ogg.OggOpusReader;
import parley.audio.ogg.OggPacket;
import parley.audio.opus.OpusDecoder;
import parley.audio.opus.OpusException;
import parley.audio.pcm.SampleRate;

/**
 * The sound of a recording front to back, as it lies on the meeting's clock: pauses, which the file leaves out, are silence
 * here. FFmpeg's own reader would move everything behind a pause forward. One thread at a time.
 */
final class RecordedSound implements AutoCloseable {
    private static final int LONGEST_PAUSE_SECONDS = 24 * 3_600;

    private static final int EMPTY_PACKET = 1;

    private final CountedBytes bytes;
    private final OggOpusReader reader;
    private final OpusDecoder decoder;
    private final SampleRate rate;
    private final short[] silence;
    /** Where the next piece begins. */
    private long at;

    private @Nullable OggPacket waiting;

    /** Takes the stream over: it is closed with this, or here where this is no recording. */
    RecordedSound(InputStream in) throws IOException {
        bytes = new CountedBytes(in);
        try {
            reader = new OggOpusReader(bytes);
        } catch (OggFormatException e) {
            throw new SoundException(SoundException.Reason.DAMAGED, "this is no recording: " + e.getMessage(), e);
        }
        rate = rateOf(reader.inputHz());
        decoder = new OpusDecoder(rate);
        silence = new short[rate.hz()];
        try {
            waiting = reader.next()
                    .orElseThrow(() ->
                            new SoundException(SoundException.Reason.EMPTY, "nothing was recorded in this track"));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Of the rates that Opus decodes to, those that every player takes. */
    private static SampleRate rateOf(int hz) {
        return hz == 16_000 ? SampleRate.KHZ_16 : hz == 24_000 ? SampleRate.KHZ_24 : SampleRate.KHZ_48;
    }

    SampleRate rate() {
        return rate;
    }

    /** Bytes of the recording that were read. */
    long bytesRead() {
        return bytes.count();
    }

    /** The next samples, a second of them at most; empty at the end. */
    short[] next() throws IOException {
        while (waiting != null) {
            long start = SampleRate.KHZ_48.convert(waiting.position(), rate);
            if (start > at) {
                return pause(start - at);
            }
            short[] piece = decoded(waiting, start);
            waiting = reader.next().orElse(null);
            if (piece.length > 0) {
                at += piece.length;
                return piece;
            }
        }
        return new short[0];
    }

    private short[] pause(long samples) throws SoundException {
        if (samples > (long) rate.hz() * LONGEST_PAUSE_SECONDS) {
            throw new SoundException(
                    SoundException.Reason.DAMAGED,
                    "the recording has a pause of more than a day: its times are damaged");
        }
        int length = (int) Math.min(samples, silence.length);
        at += length;
        return length == silence.length ? silence : Arrays.copyOf(silence, length);
    }

    /** What of a packet has not been given yet. */
    private short[] decoded(OggPacket packet, long start) {
        long end = SampleRate.KHZ_48.convert(packet.position() + packet.samples(), rate);
        short[] samples;
        if (packet.data().length <= EMPTY_PACKET) {
            // Time without sound. A decoder would go on with what it takes for the room's noise.
            return new short[(int) Math.max(0, end - at)];
        }
        try {
            samples = decoder.decode(packet.data(), 0, packet.data().length);
        } catch (OpusException e) {
            // Silence in its place: the others are worth hearing.
            return new short[0];
        }
        int from = (int) Math.min(samples.length, at - start);
        int to = Math.clamp(end - start, from, samples.length);
        return Arrays.copyOfRange(samples, from, to);
    }

    @Override
    public void close() throws IOException {
        decoder.close();
        reader.close();
    }
}
