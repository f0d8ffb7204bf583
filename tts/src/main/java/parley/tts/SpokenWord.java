package parley.tts;

/**
 * A word and when it sounds.
 *
 * @param text as spoken: of "$3.50" there are "three", "dollars" and so on, all with the same place in the text
 * @param startSample counted from the start of the chunk that carries the word; below zero when it began before
 * @param endSample just after its last sample; past the chunk's length when it goes on in the next one
 * @param estimated the engine does not tell its word times, so this one is a measured guess
 * @param textStart where the word lies in the reply's text
 * @param textEnd just after its last character there
 */
public record SpokenWord(String text, int startSample, int endSample, boolean estimated, int textStart, int textEnd) {
    public SpokenWord {
        if (endSample < startSample || textStart < 0 || textEnd < textStart) {
            throw new IllegalArgumentException("word '" + text + "' at samples " + startSample + ".." + endSample
                    + ", text " + textStart + ".." + textEnd);
        }
    }

    public SpokenWord movedBy(int samples) {
        return new SpokenWord(text, startSample + samples, endSample + samples, estimated, textStart, textEnd);
    }
}
