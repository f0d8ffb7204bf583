package parley.brain.approval;

import java.util.concurrent.CompletionStage;

/** Runs a tool. Any thread; never blocks it. */
@FunctionalInterface
public interface ToolRunner {
    /** How an answer begins that says why a tool did not work. */
    String FAILED = "it failed: ";

    /** Ends with what the tool answers. */
    CompletionStage<String> run(String tool, String argumentsJson);
}
