package parley.tts.fallback;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import parley.tts.SpeechSettings;
import parley.tts.SynthesisException;
import parley.tts.SynthesisListener;
import parley.tts.SynthesisStream;
import parley.tts.Synthesizer;
import parley.tts.SynthesizerInfo;

/**
 * The first synthesizer that works. When one fails in the middle of a reply, the next says the rest, from the word
 * after the last one whose sound was complete. One that failed is left alone for a while. Any thread.
 */
public final class FallbackSynthesizer implements Synthesizer {
    private static final long REST_NANOS = 30_000_000_000L;

    /** A synthesizer and how it fares. */
    static final class Link {
        final Synthesizer synthesizer;
        private final AtomicLong restsUntilNanos = new AtomicLong(Long.MIN_VALUE);
        private final AtomicLong failures = new AtomicLong();

        Link(Synthesizer synthesizer) {
            this.synthesizer = synthesizer;
        }

        void failed(long nowNanos) {
            failures.incrementAndGet();
            restsUntilNanos.set(nowNanos + REST_NANOS);
        }

        boolean rests(long nowNanos) {
            long until = restsUntilNanos.get();
            return until != Long.MIN_VALUE && nowNanos - until < 0;
        }
    }

    private final List<Link> links = new ArrayList<>();
    private final LongSupplier clockNanos;

    /** @param clockNanos a monotonic clock, read once for each reply and each failure */
    public FallbackSynthesizer(List<Synthesizer> bestFirst, LongSupplier clockNanos) {
        if (bestFirst.isEmpty()) {
            throw new IllegalArgumentException("a fallback chain without a synthesizer");
        }
        bestFirst.forEach(synthesizer -> links.add(new Link(synthesizer)));
        this.clockNanos = clockNanos;
    }

    /** Of the one that would speak now. */
    @Override
    public SynthesizerInfo info() {
        return order().getFirst().synthesizer.info();
    }

    /** How often each has failed, in the order of the chain. */
    public List<Long> failures() {
        return links.stream().map(link -> link.failures.get()).toList();
    }

    @Override
    public SynthesisStream open(SpeechSettings settings, SynthesisListener listener) {
        return new FallbackStream(order(), settings, listener, this::failed);
    }

    private void failed(Link link, SynthesisException failure) {
        // A text that a voice cannot say tells nothing about the voice's health.
        if (failure.kind() != SynthesisException.Kind.UNSPEAKABLE) {
            link.failed(clockNanos.getAsLong());
        }
    }

    /** Those at rest come last: when all others fail too, one may have recovered. */
    private List<Link> order() {
        long now = clockNanos.getAsLong();
        List<Link> order = new ArrayList<>(links.size());
        links.stream().filter(link -> !link.rests(now)).forEach(order::add);
        links.stream().filter(link -> link.rests(now)).forEach(order::add);
        return order;
    }

    @Override
    public void close() {
        links.forEach(link -> link.synthesizer.close());
    }
}
