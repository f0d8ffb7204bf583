package parley.audio.ogg;

import java.io.IOException;

/** The bytes hold no Opus stream in Ogg. */
public final class OggFormatException extends IOException {
    private static final long serialVersionUID = 1;

    public OggFormatException(String message) {
        super(message);
    }
}
