package parley.webrtc.receive;

import parley.audio.opus.OpusDecoder;
import parley.audio.opus.OpusException;
import parley.audio.pcm.SampleRate;

/** What the receive path needs of a codec. All payloads are borrowed for the call. */
public interface VoiceDecoder extends AutoCloseable {
    /** The rate of the samples it gives. */
    SampleRate rate();

    /** A packet's samples; empty where it is no packet of this codec. */
    short[] decode(byte[] payload, int offset, int length);

    /** The frame before this packet, from what the packet carries of it; else concealed. */
    short[] recover(byte[] next, int offset, int length, int samples);

    /** Whether {@link #recover} has more than a guess. */
    boolean carriesPrevious(byte[] next, int offset, int length);

    /** A frame that nothing is known about. */
    short[] conceal(int samples);

    /** Forgets what was decoded: the stream starts anew. */
    void reset();

    @Override
    void close();

    /** Opus, straight to the rate that is wanted. */
    static VoiceDecoder opus(SampleRate rate) {
        return new VoiceDecoder() {
            private static final short[] NOTHING = new short[0];
            private final OpusDecoder decoder = new OpusDecoder(rate);

            @Override
            public SampleRate rate() {
                return rate;
            }

            @Override
            public short[] decode(byte[] payload, int offset, int length) {
                try {
                    return decoder.decode(payload, offset, length);
                } catch (OpusException e) {
                    return NOTHING;
                }
            }

            @Override
            public short[] recover(byte[] next, int offset, int length, int samples) {
                try {
                    return decoder.recover(next, offset, length, samples);
                } catch (OpusException e) {
                    return conceal(samples);
                }
            }

            @Override
            public boolean carriesPrevious(byte[] next, int offset, int length) {
                try {
                    return decoder.carriesPrevious(next, offset, length);
                } catch (OpusException e) {
                    return false;
                }
            }

            @Override
            public short[] conceal(int samples) {
                try {
                    return decoder.conceal(samples);
                } catch (OpusException e) {
                    return new short[samples];
                }
            }

            @Override
            public void reset() {
                decoder.reset();
            }

            @Override
            public void close() {
                decoder.close();
            }
        };
    }
}
