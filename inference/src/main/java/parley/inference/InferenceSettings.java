package parley.inference;

/**
 * @param workers threads that run models
 * @param intraOpThreads threads inside one run; one is best where streams are many and cores are few
 */
public record InferenceSettings(int workers, int intraOpThreads, ExecutionProvider provider) {
    public InferenceSettings {
        if (workers < 1 || workers > 256) {
            throw new IllegalArgumentException("inference workers " + workers + ": allowed are 1 to 256");
        }
        if (intraOpThreads < 1 || intraOpThreads > 256) {
            throw new IllegalArgumentException("intra-op threads " + intraOpThreads + ": allowed are 1 to 256");
        }
    }

    /** As many workers as cores, one thread each, the fastest provider that loads. */
    public static InferenceSettings forThisMachine() {
        return new InferenceSettings(
                Math.max(1, Runtime.getRuntime().availableProcessors()), 1, ExecutionProvider.AUTO);
    }
}
