package parley.audio.wav;

import java.io.IOException;

/** The bytes are not a WAV file that can be read; the message says what is wrong. */
public final class WavFormatException extends IOException {
    public WavFormatException(String message) {
        super(message);
    }
}
