package parley.inference;

/** Which execution provider was taken, and why: shown by {@code doctor} and in metrics. */
public record ProviderChoice(ExecutionProvider provider, String reason) {
    public ProviderChoice {
        if (provider == ExecutionProvider.AUTO) {
            throw new IllegalArgumentException("a choice names a provider");
        }
    }
}
