package parley.archive.minutes;

import java.io.IOException;

/** A language model that answers one prompt. Calls block. */
public interface MinutesModel {
    String name();

    String answer(String instructions, String text) throws IOException, InterruptedException;
}
