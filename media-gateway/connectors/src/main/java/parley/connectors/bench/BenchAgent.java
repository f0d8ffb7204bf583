package parley.connectors.bench;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import parley.audio.pcm.PcmFrame;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.MeetingLink;
import parley.connectors.room.RoomConnector;
import parley.webrtc.loop.TaskLoop;

/** The gateway's side of one room: hears everybody, and hands what it hears to the trial. */
final class BenchAgent implements ConnectorListener {
    /** Called on the room's loop. */
    interface Heard {
        void heard(String participant, PcmFrame frame);
    }

    /** Called on the room's loop. */
    interface Spoken {
        void spoken(long endPosition, long sentNanos);
    }

    private final Heard heard;
    private final Spoken spoken;
    private final TaskLoop loop;
    private volatile @Nullable MeetingLink link;

    private BenchAgent(TaskLoop loop, Heard heard, Spoken spoken) {
        this.loop = loop;
        this.heard = heard;
        this.spoken = spoken;
    }

    static BenchAgent open(RoomConnector rooms, TaskLoop loop, String room, Heard heard, Spoken spoken) {
        BenchAgent agent = new BenchAgent(loop, heard, spoken);
        CompletableFuture<MeetingLink> joined = new CompletableFuture<>();
        loop.execute(() ->
                joined.complete(rooms.join(new JoinRequest(room, "Agent", Map.of("room", room), loop), agent)));
        agent.link = joined.join();
        return agent;
    }

    static BenchAgent listening(RoomConnector rooms, TaskLoop loop, String room) {
        return open(rooms, loop, room, (participant, frame) -> {}, (endPosition, sentNanos) -> {});
    }

    MeetingLink link() {
        MeetingLink current = link;
        if (current == null) {
            throw new IllegalStateException("not in the room yet");
        }
        return current;
    }

    void leave() {
        loop.execute(() -> link().leave());
    }

    @Override
    public void onEvent(ConnectorEvent event) {}

    @Override
    public void onAudio(String participantId, PcmFrame frame, long capturedNanos) {
        heard.heard(participantId, frame);
    }

    @Override
    public void onSpoken(long endPosition, long sentNanos) {
        spoken.spoken(endPosition, sentNanos);
    }
}
