package parley.tts.cli;

import java.io.Console;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;
import parley.audio.pcm.SampleRate;
import parley.audio.wav.WavWriter;
import parley.tts.SpeechChunk;

/** Where the speech goes. */
sealed interface SpeechOutput extends AutoCloseable {
    void write(SpeechChunk chunk) throws IOException;

    /** Everything has been written; returns when it has been heard. */
    void finish() throws IOException;

    @Override
    void close() throws IOException;

    static SpeechOutput choose(SayArguments asked, PrintStream out) throws IOException {
        SampleRate rate = asked.settings().outputRate();
        if (asked.file().isPresent()) {
            return new ToFile(new WavWriter(asked.file().get(), rate, 1));
        }
        if (asked.json()) {
            return new Nowhere();
        }
        boolean terminal = Optional.ofNullable(System.console())
                .filter(Console::isTerminal)
                .isPresent();
        return terminal ? ToSpeaker.open(rate) : new ToStream(out, rate);
    }

    record ToFile(WavWriter file) implements SpeechOutput {
        @Override
        public void write(SpeechChunk chunk) throws IOException {
            file.write(chunk.samples(), 0, chunk.length());
        }

        @Override
        public void finish() throws IOException {
            file.flush();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Only the account is wanted. */
    record Nowhere() implements SpeechOutput {
        @Override
        public void write(SpeechChunk chunk) {}

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }

    /** WAV of unknown length, as players take it from a pipe. */
    final class ToStream implements SpeechOutput {
        private final OutputStream out;
        private final SampleRate rate;
        private boolean begun;

        ToStream(OutputStream out, SampleRate rate) {
            this.out = out;
            this.rate = rate;
        }

        @Override
        public void write(SpeechChunk chunk) throws IOException {
            if (!begun) {
                begun = true;
                out.write(header(rate));
            }
            out.write(littleEndian(chunk.samples()));
            out.flush();
            if (out instanceof PrintStream stream && stream.checkError()) {
                throw new IOException("nobody reads standard output any more");
            }
        }

        @Override
        public void finish() throws IOException {
            out.flush();
        }

        @Override
        public void close() {}

        private static byte[] header(SampleRate rate) {
            ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
            header.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
            header.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
            header.putShort((short) 1).putShort((short) 1);
            header.putInt(rate.hz()).putInt(2 * rate.hz());
            header.putShort((short) 2).putShort((short) 16);
            header.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(-1);
            return header.array();
        }
    }

    /** The sound card. */
    record ToSpeaker(SourceDataLine line) implements SpeechOutput {
        static ToSpeaker open(SampleRate rate) throws IOException {
            try {
                SourceDataLine line = AudioSystem.getSourceDataLine(new AudioFormat(rate.hz(), 16, 1, true, false));
                line.open();
                line.start();
                return new ToSpeaker(line);
            } catch (LineUnavailableException | IllegalArgumentException e) {
                throw new IOException("there is no sound card to play on; write a file with -o FILE.wav", e);
            }
        }

        @Override
        public void write(SpeechChunk chunk) {
            byte[] bytes = littleEndian(chunk.samples());
            line.write(bytes, 0, bytes.length);
        }

        @Override
        public void finish() {
            line.drain();
        }

        @Override
        public void close() {
            line.close();
        }
    }

    private static byte[] littleEndian(short[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        return bytes.array();
    }
}
