package parley.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TogetherWorkerTest {
    private static final long PATIENCE = 20;

    private record Question(Object stream, int number) {}

    private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final List<List<Question>> batches = new ArrayList<>();

    private List<Integer> model(List<Question> questions) {
        begun.countDown();
        try {
            assertThat(gate.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        batches.add(questions);
        if (questions.stream().anyMatch(q -> q.number() < 0)) {
            throw new IllegalStateException("cannot be computed");
        }
        return questions.stream().map(Question::number).toList();
    }

    private TogetherWorker<Question, Integer> worker(int waiting, int batch) {
        return new TogetherWorker<>("test", waiting, batch, this::model, Question::stream, -99);
    }

    private Integer next() throws InterruptedException {
        return answers.poll(PATIENCE, TimeUnit.SECONDS);
    }

    @Test
    void shouldTakeWhatCameMeanwhileTogetherButAStreamInOrder() throws Exception {
        try (var worker = worker(16, 8)) {
            Object one = new Object();
            Object other = new Object();
            worker.submit(new Question(one, 1), answers::add);
            assertThat(begun.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
            worker.submit(new Question(one, 2), answers::add);
            worker.submit(new Question(other, 3), answers::add);
            worker.submit(new Question(one, 4), answers::add);
            gate.countDown();
            assertThat(List.of(next(), next(), next(), next())).containsExactly(1, 2, 3, 4);
            assertThat(batches).extracting(List::size).containsExactly(1, 2, 1);
        }
    }

    @Test
    void shouldAnswerAFailureAndGoOn() throws Exception {
        gate.countDown();
        try (var worker = worker(16, 8)) {
            worker.submit(new Question(new Object(), -1), answers::add);
            assertThat(next()).isEqualTo(-99);
            worker.submit(new Question(new Object(), 5), answers::add);
            assertThat(next()).isEqualTo(5);
            assertThat(worker.failures()).isEqualTo(1);
        }
    }

    @Test
    void shouldGoOnWhereAnAnswerCannotBeGiven() throws Exception {
        gate.countDown();
        try (var worker = worker(16, 8)) {
            worker.submit(new Question(new Object(), 1), answer -> {
                throw new IllegalStateException("the meeting is over");
            });
            worker.submit(new Question(new Object(), 5), answers::add);
            assertThat(next()).isEqualTo(5);
        }
    }

    @Test
    void shouldRefuseWhatDoesNotFit() throws Exception {
        try (var worker = worker(2, 8)) {
            worker.submit(new Question(new Object(), 1), answers::add);
            assertThat(begun.await(PATIENCE, TimeUnit.SECONDS)).isTrue();
            assertThat(worker.submit(new Question(new Object(), 2), answers::add))
                    .isTrue();
            assertThat(worker.submit(new Question(new Object(), 3), answers::add))
                    .isTrue();
            assertThat(worker.submit(new Question(new Object(), 4), answers::add))
                    .isFalse();
            assertThat(worker.refused()).isEqualTo(1);
            gate.countDown();
            assertThat(List.of(next(), next(), next())).containsExactly(1, 2, 3);
        }
    }
}
