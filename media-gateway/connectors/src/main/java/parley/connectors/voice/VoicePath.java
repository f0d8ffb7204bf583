package parley.connectors.voice;

import parley.audio.mix.Limiter;
import parley.audio.mix.Mixer;
import parley.audio.opus.OpusDecoder;
import parley.audio.opus.OpusEncoder;
import parley.audio.opus.OpusException;
import parley.audio.opus.OpusSettings;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;

/** The way of a voice through the gateway: widened, mixed, encoded, decoded. */
public final class VoicePath {
    private static final int FRAMES = 600;
    private static final int PITCH_HZ = 150;

    private VoicePath() {}

    /**
     * Sends a few seconds of a hum along the way, so that the code is compiled before somebody speaks: the first sentences
     * would leave a millisecond later and less evenly. Takes about half a second; for any thread but an event loop.
     */
    public static void warmUp() {
        AgentVoice voice = new AgentVoice();
        Mixer mixer = new Mixer(SampleRate.KHZ_48, AgentVoice.FRAME);
        Limiter limiter = new Limiter();
        short[] mix = new short[AgentVoice.FRAME];
        try (OpusEncoder encoder = new OpusEncoder(SampleRate.KHZ_48, OpusSettings.VOICE);
                OpusDecoder near = new OpusDecoder(SampleRate.KHZ_16);
                OpusDecoder wide = new OpusDecoder(SampleRate.KHZ_48)) {
            for (int i = 0; i < FRAMES; i++) {
                voice.add(hum(i));
                AgentVoice.Ready ready = voice.take();
                if (ready == null) {
                    continue;
                }
                mixer.begin();
                mixer.add(ready.samples(), 0, AgentVoice.FRAME);
                mixer.add(ready.samples(), 0, AgentVoice.FRAME);
                mixer.mixWithout(ready.samples(), 0, AgentVoice.FRAME, limiter, mix);
                byte[] packet = OutgoingVoice.encode(encoder, mix);
                near.decode(packet, 0, packet.length);
                wide.decode(packet, 0, packet.length);
            }
        } catch (OpusException e) {
            throw new IllegalStateException("cannot encode a hum", e);
        }
    }

    private static PcmFrame hum(int frame) {
        SampleRate rate = SampleRate.KHZ_24;
        short[] samples = new short[rate.samplesIn(20)];
        for (int i = 0; i < samples.length; i++) {
            long at = (long) frame * samples.length + i;
            samples[i] = (short) (8_000 * Math.sin(2 * Math.PI * PITCH_HZ * at / rate.hz()));
        }
        return new PcmFrame(rate, (long) frame * samples.length, samples);
    }
}
