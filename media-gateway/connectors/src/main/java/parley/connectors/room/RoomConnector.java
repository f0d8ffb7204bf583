package parley.connectors.room;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import parley.connectors.ActionResult;
import parley.connectors.Capabilities;
import parley.connectors.Connector;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.LinkState;
import parley.connectors.LinkStateTracker;
import parley.connectors.MeetingLink;
import parley.connectors.StateReason;
import parley.webrtc.driver.MediaPort;

/**
 * Opens rooms. Settings of a request: {@code room}, the name in the link (letters, digits, '-' and '_'; default the meeting's
 * id), and {@code key}, a secret that the link has to carry (default none, or one that nobody guesses). People come in by {@link RoomSignalling}.
 */
public final class RoomConnector implements Connector {
    static final Capabilities CAPABILITIES = new Capabilities(true, true, true, true, true, true, true, false, true);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private static final int KEY_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final MediaPort port;
    private final RoomConfig config;
    private final CaptionPasses passes;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    public RoomConnector(MediaPort port, RoomConfig config) {
        this(port, config, CaptionPasses.NONE_NEEDED);
    }

    public RoomConnector(MediaPort port, RoomConfig config, CaptionPasses passes) {
        this.port = port;
        this.config = config;
        this.passes = passes;
    }

    @Override
    public String name() {
        return "room";
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    @Override
    public MeetingLink join(JoinRequest request, ConnectorListener listener) {
        request.loop().assertCurrent();
        String name = request.setting("room", request.meetingId());
        if (!NAME.matcher(name).matches()) {
            return new RefusedLink(
                    request, listener, "room is '" + name + "'; allowed are letters, digits, '-' and '_', up to 64");
        }
        Room[] opened = new Room[1];
        rooms.computeIfAbsent(name, absent -> {
            opened[0] = new Room(
                    name,
                    request.setting("key", config.keyed() ? unguessable() : ""),
                    config,
                    passes,
                    port,
                    request,
                    listener,
                    () -> rooms.remove(name));
            return opened[0];
        });
        Room room = opened[0];
        return room != null
                ? room
                : new RefusedLink(request, listener, "room '" + name + "' is open already, for another meeting");
    }

    private String unguessable() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    Optional<Room> room(String name) {
        return Optional.ofNullable(rooms.get(name));
    }

    /** The names of the rooms that are open. */
    public List<String> rooms() {
        return List.copyOf(rooms.keySet());
    }

    @Override
    public void close() {
        rooms.values().forEach(room -> room.loop().execute(room::leave));
    }

    /** A join that could not work from the start. */
    private static final class RefusedLink implements MeetingLink {
        private final LinkStateTracker states = new LinkStateTracker();

        RefusedLink(JoinRequest request, ConnectorListener listener, String message) {
            request.loop().execute(() -> listener.onEvent(LinkStateTracker.joining()));
            states.go(LinkState.ENDED, StateReason.BAD_SETTINGS, message)
                    .ifPresent(event -> request.loop().execute(() -> listener.onEvent(event)));
        }

        @Override
        public LinkState state() {
            return states.state();
        }

        @Override
        public Capabilities capabilities() {
            return CAPABILITIES;
        }

        @Override
        public ActionResult speak(parley.audio.pcm.PcmFrame frame) {
            return ActionResult.NOT_ADMITTED;
        }

        @Override
        public void stopSpeaking() {}

        @Override
        public ActionResult chat(String text, String toParticipantId) {
            return ActionResult.NOT_ADMITTED;
        }

        @Override
        public ActionResult hand(boolean raised) {
            return ActionResult.NOT_ADMITTED;
        }

        @Override
        public void leave() {}

        @Override
        public Optional<String> joinPath() {
            return Optional.empty();
        }
    }
}
