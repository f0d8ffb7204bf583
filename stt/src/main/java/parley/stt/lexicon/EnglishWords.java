package parley.stt.lexicon;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.inference.catalog.CacheDirectory;
import parley.stt.language.AdaptedModel;
import parley.stt.language.LanguageModel;
import parley.stt.language.TrigramModel;

/**
 * The English dictionary and language model that come through Maven, and the phrases that come with Parley. The first start unpacks the model and packs the
 * dictionary into the cache directory; later starts map the one and read the other. Where the cache cannot be written,
 * both live in memory.
 */
public record EnglishWords(Lexicon lexicon, LanguageModel language) {
    private static final Logger LOG = LoggerFactory.getLogger(EnglishWords.class);
    private static final String FOLDER = "/edu/cmu/sphinx/models/en-us/";
    private static final String DICTIONARY = FOLDER + "cmudict-en-us.dict";
    private static final String LANGUAGE = FOLDER + "en-us.lm.bin";
    private static final String PHRASES = "/parley/stt/language/en-phrases.gz";
    /** Tried on other sentences of the same kind. */
    private static final double PHRASES_SHARE = 0.4;

    private static final String LANGUAGE_FILE = "en-us-trigrams-1.bin";
    private static final String LEXICON_FILE = "en-us-lexicon-3.bin";
    /** For words that the dictionary has and the language model lacks: below its rarest word, which has -14.3. */
    private static final float UNHEARD_OF = -15f;

    public static EnglishWords load(CacheDirectory cache) throws IOException {
        LanguageModel language = adapted(loadLanguage(cache.converted().resolve(LANGUAGE_FILE)));
        return new EnglishWords(loadLexicon(cache.converted().resolve(LEXICON_FILE), language), language);
    }

    /** With the phrases of the text that the bundled network was trained on: short sentences, and talk of meetings. */
    private static LanguageModel adapted(TrigramModel general) throws IOException {
        try (InputStream in = resource(PHRASES)) {
            return new AdaptedModel(general, in, PHRASES_SHARE);
        }
    }

    private static TrigramModel loadLanguage(Path file) throws IOException {
        try {
            return new TrigramModel(map(file));
        } catch (NoSuchFileException e) {
            LOG.info("unpacking the language model to {}", file);
        } catch (IOException e) {
            LOG.warn("{} is unusable and is made again: {}", file, e.getMessage());
        }
        try (InputStream in = resource(LANGUAGE)) {
            CacheDirectory.writeAtomically(file, in::transferTo);
            return new TrigramModel(map(file));
        } catch (IOException e) {
            LOG.warn("no cached language model at {} ({}): it is kept in memory", file, e.toString());
        }
        try (InputStream in = resource(LANGUAGE)) {
            return new TrigramModel(MemorySegment.ofArray(in.readAllBytes()));
        }
    }

    private static MemorySegment map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.global());
        }
    }

    private static Lexicon loadLexicon(Path file, LanguageModel language) throws IOException {
        try {
            if (Files.exists(file)) {
                return LexiconFile.read(file);
            }
            LOG.info("packing the dictionary into {}", file);
        } catch (IOException e) {
            LOG.warn("{} is unusable and is made again: {}", file, e.getMessage());
        }
        Lexicon lexicon = pack(language);
        try {
            CacheDirectory.writeAtomically(file, out -> LexiconFile.write(lexicon, out));
        } catch (IOException e) {
            LOG.warn("no cached dictionary at {} ({}): every start packs it again", file, e.toString());
        }
        return lexicon;
    }

    private static Lexicon pack(LanguageModel language) throws IOException {
        LexiconBuilder builder = new LexiconBuilder();
        readDictionary((word, phonemes) -> {
            int id = language.id(word);
            builder.add(word, phonemes, id, id < 0 ? UNHEARD_OF : language.unigram(id));
        });
        return builder.build();
    }

    /** Reads the dictionary's pronunciations one by one. */
    public static void readDictionary(PronouncingDictionary.Visitor visitor) throws IOException {
        try (InputStream in = resource(DICTIONARY)) {
            PronouncingDictionary.read(in, visitor);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = EnglishWords.class.getResourceAsStream(name);
        if (in == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return in;
    }
}
