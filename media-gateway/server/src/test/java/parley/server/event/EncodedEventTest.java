package parley.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.gateway.v1.ChatEvent;
import parley.gateway.v1.MeetingEvent;

class EncodedEventTest {
    private static final int LONGEST_FRAME = 1 << 20;

    @Test
    void shouldBeReadByWebSocketsHoweverLongItIs() {
        for (int length : new int[] {0, 1, 20, 60, 64, 65, 66, 67, 68, 100, 1_000, 65_400, 65_500, 65_536, 70_000}) {
            EncodedEvent event = event("ü".repeat(length % 7) + "x".repeat(length));
            assertThat(read(event.webSocketFrame())).containsExactly(event.json());
        }
    }

    @Test
    void shouldBeSentByManyFromTheSameBytes() {
        EncodedEvent event = event("all the same");
        ByteBuf one = event.webSocketFrame();
        ByteBuf other = event.webSocketFrame();
        assertThat(one.memoryAddress()).isEqualTo(other.memoryAddress());
        assertThat(read(one)).containsExactly(event.json());
        assertThat(read(other)).containsExactly(event.json());
        assertThat(read(event.webSocketFrame())).containsExactly(event.json());
    }

    private static EncodedEvent event(String text) {
        return new EncodedEvent(
                MeetingEvent.newBuilder()
                        .setSeq(7)
                        .setChat(ChatEvent.newBuilder().setText(text))
                        .build(),
                0);
    }

    /** What a client makes of it; the frame is released. */
    private static List<String> read(ByteBuf frame) {
        EmbeddedChannel client = new EmbeddedChannel(new WebSocket13FrameDecoder(false, false, LONGEST_FRAME));
        client.writeInbound(frame);
        List<String> texts = new ArrayList<>();
        for (TextWebSocketFrame text = client.readInbound(); text != null; text = client.readInbound()) {
            assertThat(text.isFinalFragment()).isTrue();
            texts.add(text.text());
            text.release();
        }
        client.finishAndReleaseAll();
        return texts;
    }
}
