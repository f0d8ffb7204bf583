package parley.connectors.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import parley.connectors.room.RoomSignalling;
import parley.connectors.room.SignalChannel;

/** A synthetic participant of one of our rooms, through the same door as a browser. */
final class BenchGuest implements SignalChannel {
    private static final ObjectMapper JSON = new ObjectMapper();

    final BenchPeer media;
    final CompletableFuture<String> id = new CompletableFuture<>();
    private volatile RoomSignalling.@Nullable Session session;
    private volatile long offeredNanos;

    BenchGuest(BenchPeer media) {
        this.media = media;
    }

    void join(RoomSignalling door, String room, String name) {
        RoomSignalling.Session opened = door.open(room, this);
        session = opened;
        media.offer(candidate -> opened.onMessage(JSON.createObjectNode()
                        .put("type", "candidate")
                        .put("candidate", candidate)
                        .toString()))
                .thenAccept(offer -> {
                    offeredNanos = System.nanoTime();
                    opened.onMessage(JSON.createObjectNode()
                            .put("type", "join")
                            .put("name", name)
                            .put("offer", offer)
                            .toString());
                });
    }

    long offeredNanos() {
        return offeredNanos;
    }

    @Override
    public void send(String json) {
        try {
            JsonNode message = JSON.readTree(json);
            switch (message.path("type").asText()) {
                case "joined" ->
                    id.complete(message.path("id").asText(message.path("you").asText()));
                case "answer" -> media.accept(message.path("sdp").asText());
                case "candidate" -> media.candidate(message.path("candidate").asText());
                case "error" -> {
                    IllegalStateException refused = new IllegalStateException(json);
                    id.completeExceptionally(refused);
                    media.connected.completeExceptionally(refused);
                }
                default -> {}
            }
        } catch (JsonProcessingException e) {
            media.connected.completeExceptionally(e);
        }
    }

    @Override
    public void close() {}

    /** Says goodbye as a page does. */
    void leave() {
        RoomSignalling.Session opened = session;
        if (opened != null) {
            opened.onMessage("{\"type\":\"leave\"}");
        }
        media.close();
    }
}
