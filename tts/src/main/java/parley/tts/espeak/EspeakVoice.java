package parley.tts.espeak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import parley.audio.pcm.SampleRate;
import parley.tts.SynthesisException;
import parley.tts.SynthesizerInfo;
import parley.tts.text.SpokenToken;
import parley.tts.voice.Utterance;
import parley.tts.voice.Voice;
import parley.tts.voice.VoiceSink;

/** A voice of espeak-ng. However many there are, the library speaks for one at a time. */
public final class EspeakVoice implements Voice {
    private static final int WORDS_PER_MINUTE = 170;
    private static final int BLOCK = 1_102;
    private static final double QUIET_RMS = 130;

    private final EspeakLibrary library;
    private final String name;
    private final SynthesizerInfo info;

    private EspeakVoice(EspeakLibrary library, String name) {
        this.library = library;
        this.name = name;
        String language = name.contains("+") ? name.substring(0, name.indexOf('+')) : name;
        info = new SynthesizerInfo("espeak", name, new SampleRate(library.sampleRate()), Set.of(language), true);
    }

    /** A voice by espeak-ng's name for it: en-us, en-gb, de, ar, en-us+f3, ... */
    public static EspeakVoice load(String name) throws SynthesisException {
        EspeakLibrary library = EspeakLibrary.open();
        if (!name.matches("[A-Za-z0-9+_-]{2,40}") || !library.hasVoice(name)) {
            throw new SynthesisException(SynthesisException.Kind.UNAVAILABLE, "espeak-ng has no voice '" + name + "'");
        }
        return new EspeakVoice(library, name);
    }

    @Override
    public SynthesizerInfo info() {
        return info;
    }

    @Override
    public void speak(Utterance utterance, VoiceSink sink) throws SynthesisException {
        StringBuilder text = new StringBuilder();
        List<Integer> places = new ArrayList<>();
        for (SpokenToken token : utterance.tokens()) {
            text.append(text.isEmpty() ? "" : " ");
            places.add(text.codePointCount(0, text.length()));
            List<String> phonemes = EspeakPhonemes.fromArpabet(token.phonemes());
            text.append(phonemes.isEmpty() ? token.word() : "[[" + String.join("", phonemes) + "]]");
            text.append(token.after());
        }
        Recording recording = new Recording(places);
        int speed = (int) Math.clamp(WORDS_PER_MINUTE * utterance.speed(), 80, 450);
        int pitch = (int) Math.clamp(50 + 50 * Math.log(utterance.pitch()) / Math.log(2), 0, 99);
        library.speak(name, speed, pitch, text.toString(), recording);
        recording.tell(sink);
    }

    @Override
    public void close() {}

    /** A clause is made in a few milliseconds, and only the whole of it tells where its words end. */
    private static final class Recording implements EspeakLibrary.Sink {
        private static final int LONGEST = 22_050 * 120;

        private record Start(int token, int sample) {}

        private final List<Integer> places;
        private final List<Start> starts = new ArrayList<>();
        private short[] samples = new short[44_100];
        private int count;

        Recording(List<Integer> places) {
            this.places = places;
        }

        @Override
        public boolean samples(short[] more) {
            if (count + more.length > samples.length) {
                samples = Arrays.copyOf(samples, Math.max(2 * samples.length, count + more.length));
            }
            System.arraycopy(more, 0, samples, count, more.length);
            count += more.length;
            return count < LONGEST;
        }

        @Override
        public void word(int textPosition, int sample) {
            int token = places.size() - 1;
            while (token > 0 && places.get(token) > textPosition) {
                token--;
            }
            if (starts.isEmpty() || starts.getLast().token() < token) {
                starts.add(new Start(token, sample));
            }
        }

        void tell(VoiceSink sink) {
            for (int i = 0; i < starts.size(); i++) {
                int start = Math.min(starts.get(i).sample(), count);
                int next = i + 1 < starts.size() ? Math.min(starts.get(i + 1).sample(), count) : count;
                sink.word(starts.get(i).token(), start, Math.max(start, soundEnd(start, next)));
            }
            for (int from = 0; from < count; from += BLOCK) {
                if (!sink.accept(Arrays.copyOfRange(samples, from, Math.min(count, from + BLOCK)))) {
                    return;
                }
            }
        }

        /** A word's pause is not part of it. */
        private int soundEnd(int start, int next) {
            int block = 110;
            int end = next;
            while (end - block > start && quiet(end - block, block)) {
                end -= block;
            }
            return end;
        }

        private boolean quiet(int from, int length) {
            long sum = 0;
            for (int i = from; i < from + length; i++) {
                sum += (long) samples[i] * samples[i];
            }
            return sum < QUIET_RMS * QUIET_RMS * length;
        }
    }
}
