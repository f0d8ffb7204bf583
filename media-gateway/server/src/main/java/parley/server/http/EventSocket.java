package parley.server.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.vertx.core.http.ServerWebSocket;
import parley.server.event.EncodedEvent;
import parley.server.event.Subscription;

/**
 * A WebSocket with a meeting's events. It writes past Vert.x into the channel, because with ten thousand of them the cost of
 * an event is what is done for each: here the frame is made once and its bytes are shared, and all that is due leaves in one
 * call. On the socket's loop only.
 */
final class EventSocket implements Subscription.Sink {
    private final ServerWebSocket socket;
    private final Channel channel;
    private final ChannelOutboundInvoker way;
    private Runnable drained = () -> {};
    private boolean silent = true;

    EventSocket(ServerWebSocket socket, Channel channel) {
        this.socket = socket;
        this.channel = channel;
        // Behind what makes frames of messages: these are frames already. Whatever encrypts comes after it.
        ChannelHandlerContext framing = channel.pipeline().context(WebSocketFrameEncoder.class);
        way = framing == null ? channel : framing;
    }

    /** @param action for when the channel can take more after it could not */
    void onDrained(Runnable action) {
        drained = action;
        action.run();
    }

    @Override
    public boolean writable() {
        return !socket.isClosed() && channel.isWritable();
    }

    @Override
    public void send(EncodedEvent event) {
        way.write(event.webSocketFrame(), channel.voidPromise());
        silent = false;
    }

    /** Whether nothing was sent since this was asked last. */
    boolean silent() {
        boolean was = silent;
        silent = true;
        return was;
    }

    @Override
    public void flush() {
        way.flush();
        if (!channel.isWritable()) {
            // An empty write comes round when everything before it has left.
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> drained.run());
        }
    }

    @Override
    public void complete() {
        socket.close((short) 1000, "the meeting is over");
    }
}
