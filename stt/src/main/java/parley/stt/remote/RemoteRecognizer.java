package parley.stt.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import parley.stt.RecognitionListener;
import parley.stt.Recognizer;
import parley.stt.RecognizerException;
import parley.stt.RecognizerInfo;
import parley.stt.RecognizerSettings.RemoteEndpoint;
import parley.stt.RecognizerStream;
import parley.stt.StreamSettings;
import parley.stt.Word;
import parley.stt.blocking.BlockingDecoder;
import parley.stt.blocking.BlockingStream;

/**
 * An OpenAI-compatible endpoint: each utterance is sent when its turn has ended, so there are no partial results.
 * Waits on virtual threads.
 */
public final class RemoteRecognizer implements Recognizer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_REQUESTS = 32;
    private static final int MOST_UTTERANCE_SAMPLES = 16_000 * 120;
    private static final int ATTEMPTS = 3;

    private final RemoteEndpoint endpoint;
    private final Duration timeout;
    private final HttpClient client;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore requests = new Semaphore(MOST_REQUESTS);

    public RemoteRecognizer(RemoteEndpoint endpoint, Duration timeout) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    }

    @Override
    public RecognizerInfo info() {
        return new RecognizerInfo("remote", endpoint.model(), "en", RecognizerInfo.Hears.PEOPLE, "remote: " + endpoint);
    }

    @Override
    public RecognizerStream open(StreamSettings settings, RecognitionListener listener) {
        return new BlockingStream(
                new Utterance(String.join(", ", settings.vocabulary())), () -> {}, threads, false, "en", listener);
    }

    private List<Word> transcribe(short[] samples, int length, long origin, String prompt) {
        RecognizerException last = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                requests.acquire();
                try {
                    return ask(samples, length, origin, prompt);
                } finally {
                    requests.release();
                }
            } catch (Unanswered e) {
                last = new RecognizerException(
                        RecognizerException.Reason.REMOTE, endpoint.url() + " " + e.getMessage(), e);
                if (!e.mayRetry) {
                    throw last;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RecognizerException(
                        RecognizerException.Reason.REMOTE, "interrupted while waiting for " + endpoint.url(), e);
            }
        }
        throw last == null ? new IllegalStateException("no attempt was made") : last;
    }

    private List<Word> ask(short[] samples, int length, long origin, String prompt)
            throws Unanswered, InterruptedException {
        String boundary = "parley-" + Long.toHexString(origin) + "-" + Integer.toHexString(length);
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint.url() + "/audio/transcriptions"))
                .timeout(timeout)
                .header("Authorization", "Bearer " + endpoint.key())
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form(boundary, samples, length, prompt)))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            int status = response.statusCode();
            if (status != 200) {
                throw new Unanswered("answered " + status, status == 429 || status >= 500);
            }
            return words(response.body(), length, origin);
        } catch (IOException e) {
            throw new Unanswered("did not answer: " + e, true);
        }
    }

    private byte[] form(String boundary, short[] samples, int length, String prompt) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(length * 2 + 1_024);
        field(out, boundary, "model", endpoint.model());
        field(out, boundary, "response_format", "verbose_json");
        field(out, boundary, "timestamp_granularities[]", "word");
        if (!prompt.isEmpty()) {
            field(out, boundary, "prompt", prompt);
        }
        out.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"speech.wav\"\r\n"
                                + "Content-Type: audio/wav\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(wav(samples, length));
        out.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private static void field(ByteArrayOutputStream out, String boundary, String name, String value) {
        out.writeBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] wav(short[] samples, int length) {
        ByteBuffer file = ByteBuffer.allocate(44 + 2 * length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + 2 * length);
        file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1);
        file.putInt(16_000).putInt(32_000).putShort((short) 2).putShort((short) 16);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(2 * length);
        file.asShortBuffer().put(samples, 0, length);
        return file.array();
    }

    /** Endpoints without word times give text only: its words share the utterance's time. */
    static List<Word> words(String body, int length, long origin) throws IOException {
        JsonNode answer = JSON.readTree(body);
        List<Word> words = new ArrayList<>();
        for (JsonNode word : answer.path("words")) {
            words.add(BlockingStream.word(
                    word.path("word").asText().strip(),
                    origin + Math.round(word.path("start").asDouble() * 16_000),
                    origin + Math.round(word.path("end").asDouble() * 16_000),
                    1,
                    true));
        }
        String text = answer.path("text").asText("").strip();
        if (words.isEmpty() && !text.isEmpty()) {
            String[] parts = text.split("\\s+");
            for (int i = 0; i < parts.length; i++) {
                words.add(BlockingStream.word(
                        parts[i],
                        origin + (long) length * i / parts.length,
                        origin + (long) length * (i + 1) / parts.length,
                        1,
                        true));
            }
        }
        return words;
    }

    @Override
    public void close() {
        threads.shutdown();
        client.close();
    }

    private static final class Unanswered extends Exception {
        private final boolean mayRetry;

        Unanswered(String message, boolean mayRetry) {
            super(message);
            this.mayRetry = mayRetry;
        }
    }

    private final class Utterance implements BlockingDecoder {
        private final String prompt;
        private short[] samples = new short[16_000 * 10];
        private int length;
        private long origin;

        Utterance(String prompt) {
            this.prompt = prompt;
        }

        @Override
        public void begin(long position) {
            origin = position;
            length = 0;
        }

        @Override
        public void accept(short[] more, int count) {
            int taken = Math.min(count, MOST_UTTERANCE_SAMPLES - length);
            if (length + taken > samples.length) {
                samples = java.util.Arrays.copyOf(samples, Math.min(MOST_UTTERANCE_SAMPLES, 2 * (length + taken)));
            }
            System.arraycopy(more, 0, samples, length, taken);
            length += taken;
        }

        @Override
        public List<Word> partial() {
            return List.of();
        }

        @Override
        public List<Word> finish() {
            return transcribe(samples, length, origin, prompt);
        }

        @Override
        public void close() {}
    }
}
