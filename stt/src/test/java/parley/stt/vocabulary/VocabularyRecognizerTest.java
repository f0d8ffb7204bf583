package parley.stt.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.audio.pcm.PcmFrame;
import parley.inference.catalog.CacheDirectory;
import parley.stt.Recognition;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.Word;
import parley.stt.lexicon.OwnVocabulary;

class VocabularyRecognizerTest {
    @TempDir
    static Path folder;

    private static OwnVocabulary english;

    @BeforeAll
    static void load() throws IOException {
        english = OwnVocabulary.english(new CacheDirectory(folder), Runnable::run);
    }

    private static List<Word> words(String text, boolean stable) {
        List<Word> words = new ArrayList<>();
        for (String word : text.split(" ")) {
            words.add(new Word(word, words.size() * 1_000L, words.size() * 1_000L + 900, 0.5, stable));
        }
        return words;
    }

    private static String restored(String heard, String... expected) {
        return String.join(
                " ",
                new ExpectedPhrases(english, List.of(expected))
                        .restore(words(heard, true), true).stream()
                                .map(Word::text)
                                .toList());
    }

    @Test
    void shouldWriteANameAsItIsExpected() {
        assertThat(restored("ask partly about it", "Parley")).isEqualTo("ask partly about it");
        assertThat(restored("is parlay running", "Parley")).isEqualTo("is Parley running");
        assertThat(restored("hello anna smith", "Anna Smith")).isEqualTo("hello Anna Smith");
    }

    @Test
    void shouldJoinWhatAnEngineTore() {
        assertThat(restored("we run cooper nets here", "Kubernetes")).isEqualTo("we run Kubernetes here");
        assertThat(restored("open g r p c now", "gRPC")).isEqualTo("open gRPC now");
    }

    @Test
    void shouldLeaveUsualWordsAlone() {
        String talk = "the meeting starts at nine and we will talk about the budget for the next quarter";
        assertThat(restored(talk, "Parley", "Kubernetes", "Tomasz", "Siobhan", "Anna", "Grafana", "Ben"))
                .isEqualTo(talk);
    }

    @Test
    void shouldCallAWordStableOnlyWhenItCanNoLongerBecomePartOfAName() {
        ExpectedPhrases phrases = new ExpectedPhrases(english, List.of("Kubernetes"));
        List<Word> heard = words("we run cooper nets", true);
        assertThat(phrases.restore(heard, false)).extracting(Word::stable).containsExactly(true, true, false);
        assertThat(phrases.restore(heard, true)).allMatch(Word::stable);
    }

    @Test
    void shouldKeepTheTimesOfWhatItReplaces() {
        List<Word> made =
                new ExpectedPhrases(english, List.of("Anna Smith")).restore(words("hello anna smith", true), true);
        assertThat(made.get(1).startSample()).isEqualTo(1_000);
        assertThat(made.get(2).endSample()).isEqualTo(2_900);
        assertThat(made.get(1).endSample()).isEqualTo(made.get(2).startSample());
    }

    /** Says what its test wants. */
    private static final class Scripted implements Recognizer, RecognizerStream {
        private final List<RecognitionListener> listeners = new ArrayList<>();

        void say(String text) {
            Recognition heard = new Recognition(true, text, words(text, true), 0, 16_000, 0.5, "en");
            listeners.forEach(listener -> listener.onResult(heard));
        }

        @Override
        public RecognizerInfo info() {
            return new RecognizerInfo("scripted", "scripted", "en", RecognizerInfo.Hears.PEOPLE, "scripted");
        }

        @Override
        public RecognizerStream open(StreamSettings settings, RecognitionListener listener) {
            listeners.add(listener);
            return this;
        }

        @Override
        public void accept(PcmFrame frame) {}

        @Override
        public void flush() {}

        @Override
        public void vocabulary(List<String> phrases) {}

        @Override
        public void close() {}
    }

    private static final class Texts implements RecognitionListener {
        private final List<String> texts = new ArrayList<>();

        @Override
        public void onResult(Recognition recognition) {
            texts.add(recognition.text());
        }

        @Override
        public void onFailure(RecognizerException failure) {
            texts.add(failure.toString());
        }
    }

    @Test
    void shouldFollowTheMeetingsList() {
        Scripted engine = new Scripted();
        Recognizer recognizer =
                new VocabularyRecognizer(engine, CompletableFuture.completedFuture(english), Runnable::run);
        Texts heard = new Texts();
        try (RecognizerStream stream = recognizer.open(StreamSettings.of("test"), heard)) {
            engine.say("we run cooper nets");
            stream.vocabulary(List.of("Kubernetes"));
            engine.say("we run cooper nets");
            stream.vocabulary(List.of());
            engine.say("we run cooper nets");
        }
        assertThat(heard.texts).containsExactly("we run cooper nets", "we run Kubernetes", "we run cooper nets");
    }

    @Test
    void shouldPassOnWhatWasHeardWhileTheDictionaryIsMissing() {
        Scripted engine = new Scripted();
        Texts heard = new Texts();
        Recognizer early = new VocabularyRecognizer(engine, new CompletableFuture<>(), Runnable::run);
        early.open(new StreamSettings("test", List.of("Kubernetes"), true), heard);
        Recognizer broken = new VocabularyRecognizer(
                engine, CompletableFuture.failedFuture(new IOException("no dictionary")), Runnable::run);
        broken.open(new StreamSettings("test", List.of("Kubernetes"), true), heard);
        engine.say("cooper nets");
        assertThat(heard.texts).containsExactly("cooper nets", "cooper nets");
    }
}
