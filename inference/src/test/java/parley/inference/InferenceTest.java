package parley.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class InferenceTest {
    private static final Inference INFERENCE = new Inference(new InferenceSettings(2, 1, ExecutionProvider.CPU));

    @AfterAll
    static void close() {
        INFERENCE.close();
    }

    private static Model load(String name) {
        InputStream in = InferenceTest.class.getResourceAsStream(name + ".onnx");
        return INFERENCE.load(name, in);
    }

    private static Request sum(ModelState state, float a, float b) {
        return Request.of(state, Map.of("x", Tensor.floats(new float[] {a, b}, 1, 2)));
    }

    @Test
    void shouldFindStatesAndTheBatchDimension() {
        Model plain = load("running-sum");
        assertThat(plain.metadata()).containsEntry("model_type", "running-sum");
        assertThat(plain.states()).hasSize(1);
        assertThat(plain.states().get(0).output().name()).isEqualTo("state_0_out");
        assertThat(plain.requestInputs()).extracting(TensorSpec::name).containsExactly("x");
        assertThat(plain.batchable()).isTrue();

        Model middle = load("middle-batch");
        assertThat(middle.states())
                .extracting(pair -> pair.input().name() + " " + pair.input().batchDimension())
                .containsExactlyInAnyOrder("cached_key 1", "processed_lens 0");
        assertThat(middle.inputs().stream()
                        .filter(input -> input.name().equals("scale"))
                        .findFirst()
                        .orElseThrow()
                        .batchDimension())
                .isEqualTo(-1);
        assertThat(load("fixed").batchable()).isFalse();
    }

    @Test
    void shouldCarryStateFromRequestToRequest() {
        Model model = load("running-sum");
        ModelState state = model.freshState();
        assertThat(model.run(sum(state, 1, 2)).floats("y")).containsExactly(1, 2);
        assertThat(model.run(sum(state, 10, 20)).floats("y")).containsExactly(11, 22);
        state.reset();
        assertThat(model.run(sum(state, 5, 5)).floats("y")).containsExactly(5, 5);
    }

    @Test
    void shouldGiveInBatchesWhatItGivesAlone() {
        long seed = 42;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Model model = load("middle-batch");
        List<ModelState> together = new ArrayList<>();
        List<ModelState> alone = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            together.add(model.freshState());
            alone.add(model.freshState());
        }
        for (int round = 0; round < 4; round++) {
            List<Request> batch = new ArrayList<>();
            List<Request> single = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Map<String, Tensor> inputs = Map.of(
                        "x",
                                Tensor.floats(
                                        new float[] {random.nextFloat(), random.nextFloat(), random.nextFloat()}, 1, 3),
                        "scale", Tensor.longs(new long[] {3}));
                batch.add(Request.of(together.get(i), inputs));
                single.add(Request.of(alone.get(i), inputs));
            }
            List<Outputs> answers = model.runBatch(batch);
            for (int i = 0; i < 5; i++) {
                assertThat(answers.get(i).floats("y"))
                        .containsExactly(model.run(single.get(i)).floats("y"));
            }
        }
        assertThat(together.get(3).get(1)).isInstanceOf(Tensor.Longs.class);
        assertThat(((Tensor.Longs) together.get(3).get(1)).data()).containsExactly(4);
    }

    @Test
    void shouldAnswerManyStreamsThroughTheBatcher() throws Exception {
        Model model = load("running-sum");
        Batcher batcher = INFERENCE.batcher(model, new BatcherSettings(Duration.ofMillis(20), 4, 64, Overload.REFUSE));
        List<CompletableFuture<Outputs>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(batcher.submit(sum(model.freshState(), i, -i)));
        }
        for (int i = 0; i < 20; i++) {
            assertThat(answers.get(i).get(10, TimeUnit.SECONDS).floats("y")).containsExactly(i, -i);
        }
        BatcherStats stats = batcher.stats();
        assertThat(stats.requests()).isEqualTo(20);
        assertThat(stats.largestBatchSeen()).isBetween(2, 4);
        assertThat(stats.refused()).isZero();
        INFERENCE.retire(batcher);
        assertThatThrownBy(() -> batcher.submit(sum(model.freshState(), 1, 1)))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.reason()).isEqualTo(InferenceException.Reason.CLOSED));
    }

    @Test
    void shouldRunIncompatibleSharedValuesApart() {
        Model model = load("middle-batch");
        Map<String, Tensor> one = Map.of("x", Tensor.floats(new float[3], 1, 3), "scale", Tensor.longs(new long[] {1}));
        Map<String, Tensor> two = Map.of("x", Tensor.floats(new float[3], 1, 3), "scale", Tensor.longs(new long[] {2}));
        assertThat(Batcher.compatible(model, Request.of(one), Request.of(one))).isTrue();
        assertThat(Batcher.compatible(model, Request.of(one), Request.of(two))).isFalse();
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() {
        Model model = load("running-sum");
        assertThatThrownBy(() -> model.run(Request.of(Map.of("x", Tensor.floats(new float[2], 1, 2)))))
                .hasMessageContaining("the state of state_0");
        assertThatThrownBy(() -> model.run(Request.of(model.freshState(), Map.of())))
                .hasMessageContaining("input x");
        assertThatThrownBy(() ->
                        model.run(Request.of(model.freshState(), Map.of("x", Tensor.longs(new long[2], 1, 2)))))
                .hasMessageContaining("LONG");
    }

    @Test
    void shouldSayWhyAModelDoesNotLoad() {
        assertThatThrownBy(() -> INFERENCE.load(Path.of("no-such.onnx")))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.reason()).isEqualTo(InferenceException.Reason.NOT_FOUND));
        assertThatThrownBy(() -> INFERENCE.load("noise", new ByteArrayInputStream(new byte[] {1, 2, 3})))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.reason()).isEqualTo(InferenceException.Reason.BROKEN));
    }

    @Test
    void shouldNeverCrashOnDamagedModels() throws Exception {
        long seed = 7;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] good;
        try (InputStream in = InferenceTest.class.getResourceAsStream("middle-batch.onnx")) {
            good = in.readAllBytes();
        }
        long end = System.nanoTime() + 2_000_000_000L;
        int refused = 0;
        while (System.nanoTime() < end) {
            byte[] bad = good.clone();
            for (int i = 0; i < 4; i++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try (Model model = INFERENCE.load("damaged", new ByteArrayInputStream(bad))) {
                assertThat(model.inputs()).isNotNull();
            } catch (InferenceException | IllegalArgumentException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void shouldSayWhichProviderItTookAndWhy() throws IOException {
        try (Inference automatic = new Inference(new InferenceSettings(1, 1, ExecutionProvider.AUTO));
                InputStream in = InferenceTest.class.getResourceAsStream("running-sum.onnx")) {
            assertThat(automatic.loadOnCpu("sum", in).provider())
                    .isEqualTo(new ProviderChoice(ExecutionProvider.CPU, "made for it"));
            ProviderChoice choice = automatic.preferredProvider();
            assertThat(choice.reason()).startsWith("auto");
            assertThat(choice.provider()).isNotEqualTo(ExecutionProvider.AUTO);
        }
    }

    @Test
    void shouldLoadSileroAndHearThatSilenceIsNoVoice() {
        String folder = System.getenv("PARLEY_TEST_MODELS");
        String repository = System.getenv().getOrDefault("PARLEY_REPOSITORY", "..");
        Path file = Path.of(folder == null ? repository + "/../shared/models" : folder, "silero_vad.onnx");
        Assumptions.assumeTrue(
                Files.exists(file), "no " + file + ": set PARLEY_TEST_MODELS, or ./parley models pull silero-vad");
        Model silero = INFERENCE.load(file);
        assertThat(silero.states()).hasSize(1);
        assertThat(silero.states().get(0).input().batchDimension()).isEqualTo(1);
        ModelState state = silero.freshState();
        Map<String, Tensor> silence =
                Map.of("input", Tensor.floats(new float[576], 1, 576), "sr", Tensor.longs(new long[] {16_000}));
        for (int i = 0; i < 5; i++) {
            float[] probability = silero.run(Request.of(state, silence)).floats("output");
            assertThat(probability[0]).isLessThan(0.2f);
        }
        List<Outputs> batch = silero.runBatch(
                List.of(Request.of(silero.freshState(), silence), Request.of(silero.freshState(), silence)));
        assertThat(batch).hasSize(2);
    }
}
