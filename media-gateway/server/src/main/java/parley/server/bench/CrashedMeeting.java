package parley.server.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.channel.EventLoop;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.StoredFile;
import parley.audio.ogg.OggOpusReader;
import parley.audio.ogg.OggPacket;
import parley.audio.pcm.PcmFrame;
import parley.connectors.room.Doors;
import parley.conversation.log.EventLog;
import parley.server.bench.CrashTrial.Remains;
import parley.webrtc.dtls.DtlsIdentity;

/** A recorded meeting with one talker and one subscriber, in a gateway that will be killed. */
final class CrashedMeeting implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAUSE_MILLIS = 700;
    private static final int PATIENCE_SECONDS = 20;

    private final String id;
    private final Talker talker;
    private final Finals finals;

    private CrashedMeeting(String id, Talker talker, Finals finals) {
        this.id = id;
        this.talker = talker;
        this.finals = finals;
    }

    static CrashedMeeting open(
            GatewayProcess gateway,
            HttpClient http,
            EventLoop loop,
            DtlsIdentity identity,
            String room,
            PcmFrame speech)
            throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("title", room)
                .put("connector", "room")
                .put("policy", "POLICY_SCRIBE");
        request.putObject("connectorSettings").put("room", room);
        request.putObject("recording").put("audio", true);
        String id = gateway.post("/v1/meetings", request).path("id").asText();
        Finals finals = new Finals();
        http.newWebSocketBuilder()
                .buildAsync(gateway.address("ws", "/v1/meetings/" + id + "/events"), finals)
                .join();
        Talker talker = new Talker(
                loop,
                identity,
                Doors.webSocket(http, gateway.address("ws", "/rooms/" + room + "/signal")),
                "Bob",
                speech,
                PAUSE_MILLIS);
        return new CrashedMeeting(id, talker, finals);
    }

    /** Waits for the talker's way in, and lets it talk. */
    void begin() throws IOException, InterruptedException {
        try {
            talker.connected().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("nobody could join: " + e, e);
        }
        talker.talk();
    }

    @Override
    public void close() {
        talker.close();
    }

    /** Looks at what is there after the gateway is back. */
    Remains remains(GatewayProcess gateway, long killedNanos, double downSeconds)
            throws IOException, InterruptedException {
        Set<String> kept = new HashSet<>();
        JsonNode transcript = gateway.get("/v1/meetings/" + id + "/transcript");
        transcript
                .path("utterances")
                .forEach(u -> kept.add(u.path("utteranceId").asText()));
        int lostFinals = (int) finals.ids.keySet().stream()
                .filter(utterance -> !kept.contains(utterance))
                .count();
        double lost = 0;
        String problem = "";
        try (DataKeys keys = gateway.keys()) {
            double soundedUntil = (talker.soundedUntil(killedNanos) - finals.zeroNanos.get()) / 1e9;
            Path folder = folder(gateway.data());
            double recorded = endSeconds(folder, keys);
            lost = Math.max(0, soundedUntil - recorded);
            try (var in = content(folder.resolve("events.log"), keys)) {
                EventLog.read(in);
            }
        } catch (IOException e) {
            problem = e.toString();
        }
        return new Remains(id, lost, finals.ids.size(), lostFinals, downSeconds, problem);
    }

    private InputStream content(Path file, DataKeys keys) throws IOException {
        StoredFile stored = StoredFile.open(file, keys, id);
        if (keys.sealing() == stored.plain().isPresent()) {
            throw new IOException(file + (keys.sealing() ? " is not sealed" : " is sealed"));
        }
        return new BufferedInputStream(stored.stream(0));
    }

    private Path folder(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data.resolve("meetings"))) {
            return all.filter(path -> path.getFileName().toString().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new IOException("the meeting's folder is gone"));
        }
    }

    /** Where the sound of the shortest of the files ends, on the meeting's clock; all of them are read to their ends. */
    private double endSeconds(Path folder, DataKeys keys) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith(".ogg")).toList();
        }
        if (files.isEmpty()) {
            throw new IOException("there is no recording");
        }
        double least = Double.MAX_VALUE;
        for (Path file : files) {
            try (OggOpusReader reader = new OggOpusReader(content(file, keys))) {
                double end = 0;
                for (Optional<OggPacket> next = reader.next(); next.isPresent(); next = reader.next()) {
                    end = (next.get().position() + next.get().samples()) / 48_000.0;
                }
                least = Math.min(least, end);
            }
        }
        return least;
    }

    /** The subscriber: which utterances were final before the end, and when the meeting's clock began. */
    private static final class Finals implements WebSocket.Listener {
        final Map<String, Long> ids = new ConcurrentHashMap<>();
        /** The smallest difference between an event's arrival and its time in the meeting. */
        final AtomicLong zeroNanos = new AtomicLong(Long.MAX_VALUE);

        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            long now = System.nanoTime();
            partial.append(data);
            if (last) {
                note(partial.toString(), now);
                partial.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        private void note(String text, long now) {
            try {
                JsonNode event = JSON.readTree(text);
                zeroNanos.accumulateAndGet(now - event.path("atMs").asLong() * 1_000_000, Math::min);
                JsonNode transcript = event.path("transcript");
                if (transcript.path("final").asBoolean()) {
                    ids.put(transcript.path("utteranceId").asText(), now);
                }
            } catch (IOException e) {
                throw new IllegalStateException("the gateway writes JSON", e);
            }
        }
    }
}
