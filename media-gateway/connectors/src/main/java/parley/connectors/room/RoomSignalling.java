package parley.connectors.room;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The door of the rooms, whatever carries the messages. The transport opens a session for each connection and gives it the
 * texts that come in; texts for the guest go to the {@link SignalChannel}. Safe for all threads; what a session gets is
 * handled in order on its room's loop.
 */
public final class RoomSignalling {
    private final RoomConnector rooms;

    public RoomSignalling(RoomConnector rooms) {
        this.rooms = rooms;
    }

    /** Somebody is at the door of that room. */
    public Session open(String roomName, SignalChannel channel) {
        Room room = rooms.room(roomName).orElse(null);
        if (room == null) {
            channel.send(RoomMessages.error("not-found", "There is no such meeting, or not yet."));
            channel.close();
        }
        return new Session(room, channel);
    }

    /** One connection of one guest. */
    public static final class Session {
        /** More than a page sends in a burst, candidates included; beyond it the connection is ended. */
        private static final int MOST_WAITING = 200;

        private static final int MOST_BAD_MESSAGES = 20;

        private final @Nullable Room room;
        private final SignalChannel channel;
        private final AtomicInteger waiting = new AtomicInteger();
        private @Nullable Guest guest;
        private int badMessages;

        Session(@Nullable Room room, SignalChannel channel) {
            this.room = room;
            this.channel = channel;
        }

        public void onMessage(String text) {
            Room target = room;
            if (target == null) {
                return;
            }
            if (waiting.incrementAndGet() > MOST_WAITING) {
                waiting.decrementAndGet();
                target.loop().execute(channel::close);
                return;
            }
            target.loop().execute(() -> {
                waiting.decrementAndGet();
                handle(target, text);
            });
        }

        public void onClosed() {
            Room target = room;
            if (target != null) {
                target.loop().execute(() -> {
                    if (guest != null) {
                        target.disconnected(guest, channel);
                    }
                });
            }
        }

        private void handle(Room target, String text) {
            GuestMessage message;
            try {
                message = GuestMessage.parse(text);
            } catch (BadMessageException e) {
                channel.send(RoomMessages.error("bad-message", String.valueOf(e.getMessage())));
                if (++badMessages > MOST_BAD_MESSAGES) {
                    channel.close();
                }
                return;
            }
            Guest inside = guest;
            if (inside != null) {
                target.handle(inside, message);
            } else if (message instanceof GuestMessage.Join join) {
                guest = target.enter(join, channel).orElse(null);
            } else {
                channel.send(RoomMessages.error("not-joined", "Say who you are first."));
            }
        }
    }
}
