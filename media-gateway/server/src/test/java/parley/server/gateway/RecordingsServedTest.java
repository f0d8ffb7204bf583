package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.archive.recording.DiskQueue;
import parley.archive.recording.MeetingRecording;
import parley.archive.retention.MeetingFolders;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.MasterKey;
import parley.archive.sealing.StoredFile;
import parley.audio.pcm.PcmFrame;
import parley.audio.pcm.SampleRate;
import parley.gateway.v1.ArchiveGrpc;
import parley.gateway.v1.ReadRecordingRequest;
import parley.server.config.ConfigurationLoader;
import parley.server.node.GatewayNode;

/** Recordings as callers of a running gateway get them. */
class RecordingsServedTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double SECONDS = 8;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldServeRecordingsAsTheyAreInPartsAndInOtherFormats(boolean sealed) throws Exception {
        ObjectNode root = JSON.createObjectNode();
        root.putObject("http").put("port", 0);
        root.putObject("grpc").put("port", 0);
        ObjectNode storage = root.putObject("storage")
                .put("directory", folder.resolve("data").toString());
        Optional<MasterKey> master = Optional.empty();
        if (sealed) {
            Path key = Files.writeString(folder.resolve("master-key"), MasterKey.create(new SecureRandom()));
            storage.put("master-key-file", key.toString());
            master = Optional.of(MasterKey.read(key));
        }
        root.putObject("hearing").put("engine", "bundled");
        root.putObject("speaking").put("engine", "freetts");
        Path file = Files.writeString(folder.resolve("parley.yaml"), root.toString());
        try (GatewayNode node = new GatewayNode(ConfigurationLoader.load(Optional.of(file), Map.of()), true)) {
            String base = "http://127.0.0.1:" + node.httpPort() + "/v1/meetings";
            HttpResponse<String> opened = http.send(
                    HttpRequest.newBuilder(URI.create(base))
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    "{\"title\":\"Sound\",\"connector\":\"room\",\"recording\":{\"audio\":false}}"))
                            .build(),
                    BodyHandlers.ofString());
            String id = JSON.readTree(opened.body()).path("id").asText();
            byte[] original;
            try (DataKeys keys = DataKeys.open(folder.resolve("data").resolve("keys.db"), master)) {
                original = record(folder.resolve("data"), id, keys);
            }

            shouldListTheFormats(base + "/" + id + "/recordings");
            String mix = base + "/" + id + "/recordings/guest";
            shouldServeParts(mix, original);
            for (String format : new String[] {"mp4", "m4a", "mp3"}) {
                HttpResponse<byte[]> answer = get(mix + "?format=" + format, "");
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.headers().firstValue("content-type"))
                        .contains(format.equals("mp3") ? "audio/mpeg" : "audio/mp4");
                assertLasts(answer.body(), format);
            }
            shouldSayWhatIsWrong(base + "/" + id + "/recordings/");
            shouldStreamOverGrpc(node.grpcPort(), id, original);
        }
    }

    private static byte[] record(Path data, String meetingId, DataKeys keys) throws Exception {
        Path meeting;
        try (var tree = Files.walk(data)) {
            meeting = tree.filter(Files::isDirectory)
                    .filter(path -> path.endsWith(meetingId))
                    .findFirst()
                    .orElseGet(() -> new MeetingFolders(data.resolve("meetings")).of("local", meetingId));
        }
        Files.createDirectories(meeting);
        try (DiskQueue disk = new DiskQueue(10_000)) {
            MeetingRecording recording = new MeetingRecording(meeting, disk, keys.begin(meetingId), message -> {});
            for (int i = 0; i < SECONDS * 50; i++) {
                short[] samples = new short[320];
                for (int k = 0; k < samples.length; k++) {
                    samples[k] = (short) (8_000 * Math.sin((i * 320 + k) * 0.2));
                }
                recording.add("guest", new PcmFrame(SampleRate.KHZ_16, i * 320L, samples), i * 20_000_000L);
            }
            recording.close();
        }
        try (var broken = StoredFile.create(meeting.resolve("broken.ogg"), keys.begin(meetingId))) {
            broken.write(ByteBuffer.allocate(5_000));
        }
        boolean readable = Files.readString(meeting.resolve("guest.ogg"), StandardCharsets.ISO_8859_1)
                .contains("OggS");
        assertThat(readable).isNotEqualTo(keys.sealing());
        try (InputStream in = StoredFile.open(meeting.resolve("guest.ogg"), keys, meetingId).stream(0)) {
            return in.readAllBytes();
        }
    }

    private HttpResponse<byte[]> get(String address, String range) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address));
        if (!range.isEmpty()) {
            request.header("range", range);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private void shouldListTheFormats(String address) throws Exception {
        JsonNode recordings = JSON.readTree(get(address, "").body()).path("recordings");
        assertThat(recordings.findValuesAsText("name")).contains("guest", "mix");
        for (JsonNode recording : recordings) {
            double seconds = recording.path("durationMs").asLong() / 1_000.0;
            if (recording.path("name").asText().equals("broken")) {
                assertThat(seconds).isZero();
            } else {
                assertThat(seconds).isBetween(SECONDS - 0.05, SECONDS + 0.05);
            }
        }
        assertThat(recordings.path(0).path("formats").toString()).isEqualTo("[\"ogg\",\"mp4\",\"m4a\",\"mp3\"]");
    }

    private void shouldServeParts(String address, byte[] original) throws Exception {
        assertThat(get(address, "").body()).isEqualTo(original);
        HttpResponse<byte[]> part = get(address, "bytes=100-299");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(original, 100, 300));
        assertThat(part.headers().firstValue("content-range")).contains("bytes 100-299/" + original.length);
        HttpResponse<byte[]> end = get(address, "bytes=-50");
        assertThat(end.body()).isEqualTo(Arrays.copyOfRange(original, original.length - 50, original.length));
        assertThat(get(address, "bytes=" + original.length + "-").statusCode()).isEqualTo(416);
        // Backwards it is no range at all, and what is no range is not looked at.
        assertThat(get(address, "bytes=5-3").body()).isEqualTo(original);
    }

    private void assertLasts(byte[] sound, String format) throws Exception {
        Path file = Files.write(folder.resolve("sound." + format), sound);
        long samples = 0;
        int peak = 0;
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.setSampleRate(16_000);
            grabber.setAudioChannels(1);
            grabber.start();
            for (Frame frame = grabber.grabSamples(); frame != null; frame = grabber.grabSamples()) {
                var buffer = (java.nio.ShortBuffer) frame.samples[0];
                samples += buffer.remaining();
                while (buffer.hasRemaining()) {
                    peak = Math.max(peak, Math.abs(buffer.get()));
                }
            }
        }
        assertThat(samples / 16_000.0).isBetween(SECONDS - 0.2, SECONDS + 0.4);
        assertThat(peak).isBetween(6_000, 11_000);
    }

    private void shouldSayWhatIsWrong(String recordings) throws Exception {
        assertProblem(get(recordings + "guest?format=wma", ""), 400, "invalid-argument");
        assertProblem(get(recordings + "nobody?format=mp3", ""), 404, "no-such-recording");
        assertProblem(get(recordings + "broken?format=mp3", ""), 503, "not-convertible");
    }

    private static void assertProblem(HttpResponse<byte[]> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("code").asText()).isEqualTo(code);
    }

    private void shouldStreamOverGrpc(int port, String id, byte[] original) throws Exception {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
        try {
            var archive = ArchiveGrpc.newBlockingStub(channel);
            ReadRecordingRequest request = ReadRecordingRequest.newBuilder()
                    .setMeetingId(id)
                    .setName("guest")
                    .build();
            assertThat(read(archive, request)).isEqualTo(original);
            assertThat(read(archive, request.toBuilder().setOffset(1_000).build()))
                    .isEqualTo(Arrays.copyOfRange(original, 1_000, original.length));
            assertLasts(read(archive, request.toBuilder().setFormat("m4a").build()), "m4a");
            try {
                read(archive, request.toBuilder().setFormat("m4a").setOffset(1).build());
                assertThat(true).as("an offset into a conversion is refused").isFalse();
            } catch (StatusRuntimeException refused) {
                assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            }
        } finally {
            channel.shutdownNow();
        }
    }

    private static byte[] read(ArchiveGrpc.ArchiveBlockingStub archive, ReadRecordingRequest request) {
        ByteString all = ByteString.EMPTY;
        var chunks = archive.readRecording(request);
        while (chunks.hasNext()) {
            all = all.concat(chunks.next().getData());
        }
        return all.toByteArray();
    }
}
