package parley.turns.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceModel;

/**
 * A voice model with another behind it: when the first fails, the other takes over for good, from the very chunks that the
 * first failed at. One thread at a time, except {@link #name()}.
 */
final class StandbyVoiceModel implements VoiceModel {
    private static final Logger LOG = LoggerFactory.getLogger(StandbyVoiceModel.class);

    private final VoiceModel preferred;
    private final VoiceModel standby;
    /** Streams whose state is the standby's own: what the other left in a state means nothing to it. Known by identity. */
    private final Set<float[]> standbysOwn = Collections.newSetFromMap(new WeakHashMap<>());

    private volatile boolean handedOver;

    StandbyVoiceModel(VoiceModel preferred, VoiceModel standby) {
        this.preferred = preferred;
        this.standby = standby;
    }

    /** Of the one that is at work now. */
    @Override
    public String name() {
        return (handedOver ? standby : preferred).name();
    }

    @Override
    public float[] probabilities(List<VoiceChunk> chunks, List<float[]> states) {
        if (!handedOver) {
            try {
                float[] scored = preferred.probabilities(chunks, states);
                requireProbabilities(scored, chunks.size());
                return scored;
            } catch (RuntimeException e) {
                LOG.warn("{} failed, {} takes over: {}", preferred.name(), standby.name(), e.toString());
                handedOver = true;
            }
        }
        for (float[] state : states) {
            if (standbysOwn.add(state)) {
                Arrays.fill(state, 0);
            }
        }
        return standby.probabilities(chunks, states);
    }

    private static void requireProbabilities(float[] scored, int wanted) {
        if (scored.length != wanted) {
            throw new IllegalStateException(scored.length + " answers for " + wanted + " chunks");
        }
        for (float p : scored) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalStateException(p + " is no probability");
            }
        }
    }

    @Override
    public void close() {
        preferred.close();
        standby.close();
    }
}
