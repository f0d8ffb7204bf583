package parley.tts.voice;

import java.util.List;
import parley.tts.SynthesisException;

/** From words to the symbols that a neural voice was trained on. */
public interface Phonemizer {
    /** The symbols of each token of the utterance, in order; punctuation and spaces are not among them. */
    List<List<String>> symbols(Utterance utterance) throws SynthesisException;
}
