package parley.conversation.driver;

import java.util.ArrayList;
import java.util.List;
import parley.inference.TogetherWorker;
import parley.turns.voice.VoiceChunk;
import parley.turns.voice.VoiceModel;

/** Scores the chunks of all meetings together; of each stream one at a time, since the next needs the state that it leaves. */
public final class BatchingVoiceScorer implements VoiceScorer, AutoCloseable {
    private static final int WAITING_AT_MOST = 2048;
    private static final int BATCH_AT_MOST = 64;

    @SuppressWarnings("ArrayRecordComponent") // the state is a borrowed array; identity is what it is known by
    private record Piece(VoiceChunk chunk, float[] state) {}

    private final VoiceModel model;
    private final TogetherWorker<Piece, Float> worker;

    /** The model is closed with the scorer. */
    public BatchingVoiceScorer(VoiceModel model) {
        this.model = model;
        this.worker = new TogetherWorker<>(
                "voice-scorer", WAITING_AT_MOST, BATCH_AT_MOST, this::probabilities, Piece::state, Float.NaN);
    }

    private List<Float> probabilities(List<Piece> pieces) {
        float[] scored = model.probabilities(
                pieces.stream().map(Piece::chunk).toList(),
                pieces.stream().map(Piece::state).toList());
        List<Float> answers = new ArrayList<>(scored.length);
        for (float probability : scored) {
            answers.add(probability);
        }
        return answers;
    }

    @Override
    public boolean score(VoiceChunk chunk, float[] state, Answer answer) {
        return worker.submit(new Piece(chunk, state), answer::probability);
    }

    @Override
    public String modelName() {
        return model.name();
    }

    public long refused() {
        return worker.refused();
    }

    public long failures() {
        return worker.failures();
    }

    @Override
    public void close() {
        worker.close();
        model.close();
    }
}
