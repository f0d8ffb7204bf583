package parley.conversation.driver;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import parley.inference.TogetherWorker;
import parley.turns.end.AudioEndingModel;

/**
 * Has an audio model listen to the pauses of all meetings, one after the other. An opinion that comes late is worth nothing, so
 * few may wait.
 */
public final class ListeningEndingJudge implements EndingJudge, AutoCloseable {
    private static final int WAITING_AT_MOST = 32;

    @SuppressWarnings("ArrayRecordComponent") // nobody else has the array any more
    private record Pause(short[] samples) {}

    private final AudioEndingModel model;
    private final TogetherWorker<Pause, Double> worker;

    /** The model is closed with the judge. */
    public ListeningEndingJudge(AudioEndingModel model) {
        this.model = model;
        this.worker =
                new TogetherWorker<>("ending-judge", WAITING_AT_MOST, 1, this::finished, pause -> pause, Double.NaN);
    }

    private List<Double> finished(List<Pause> pauses) {
        List<Double> answers = new ArrayList<>(pauses.size());
        for (Pause pause : pauses) {
            answers.add(model.finished(pause.samples()));
        }
        return answers;
    }

    @Override
    public boolean judge(short[] samples, DoubleConsumer answer) {
        return worker.submit(new Pause(samples), answer::accept);
    }

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
