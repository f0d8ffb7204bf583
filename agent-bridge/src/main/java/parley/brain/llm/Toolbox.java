package parley.brain.llm;

import java.util.List;
import java.util.concurrent.CompletionStage;
import parley.brain.approval.ToolRunner;

/** Tools that a model may call. */
public interface Toolbox extends AutoCloseable {
    /**
     * A tool.
     *
     * @param effect it changes something outside the meeting, and needs approval
     */
    record Spec(String name, String description, String parametersJsonSchema, boolean effect) {}

    List<Spec> tools();

    /** Calls one, on any thread, which it never blocks; the stage ends with what the model is told. */
    CompletionStage<String> call(String name, String argumentsJson);

    @Override
    void close();

    /** No tools at all. */
    static Toolbox empty() {
        return new Toolbox() {
            @Override
            public List<Spec> tools() {
                return List.of();
            }

            @Override
            public CompletionStage<String> call(String name, String argumentsJson) {
                return java.util.concurrent.CompletableFuture.completedFuture(
                        ToolRunner.FAILED + "there is no tool " + name);
            }

            @Override
            public void close() {}
        };
    }
}
