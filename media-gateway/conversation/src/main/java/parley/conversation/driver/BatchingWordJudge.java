package parley.conversation.driver;

import java.util.List;
import java.util.function.Consumer;
import parley.inference.TogetherWorker;
import parley.turns.completeness.Completeness;
import parley.turns.completeness.CompletenessModel;

/** Judges the words of all meetings together. */
public final class BatchingWordJudge implements WordJudge, AutoCloseable {
    private static final int WAITING_AT_MOST = 512;
    private static final int BATCH_AT_MOST = 32;

    private final CompletenessModel model;
    private final TogetherWorker<CompletenessModel.Line, Completeness> worker;

    /** The model is closed with the judge. */
    public BatchingWordJudge(CompletenessModel model) {
        this.model = model;
        // Where the model fails, the turn engine waits longer without a verdict; that is the declared way to go on.
        this.worker = new TogetherWorker<>(
                "word-judge",
                WAITING_AT_MOST,
                BATCH_AT_MOST,
                lines -> List.of(model.judge(lines)),
                line -> line,
                Completeness.UNKNOWN);
    }

    @Override
    public boolean judge(String before, String words, Consumer<Completeness> answer) {
        return worker.submit(new CompletenessModel.Line(before, words), answer);
    }

    public String modelName() {
        return model.name();
    }

    public long refused() {
        return worker.refused();
    }

    @Override
    public void close() {
        worker.close();
        model.close();
    }
}
