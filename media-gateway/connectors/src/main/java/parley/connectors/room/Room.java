package parley.connectors.room;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.audio.pcm.PcmFrame;
import parley.connectors.ActionResult;
import parley.connectors.Capabilities;
import parley.connectors.ConnectorEvent;
import parley.connectors.ConnectorEvent.ChatReceived;
import parley.connectors.ConnectorEvent.HandChanged;
import parley.connectors.ConnectorEvent.ParticipantCame;
import parley.connectors.ConnectorEvent.ParticipantLeft;
import parley.connectors.ConnectorEvent.ParticipantMuted;
import parley.connectors.ConnectorEvent.ParticipantRenamed;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.LinkState;
import parley.connectors.LinkStateTracker;
import parley.connectors.MeetingLink;
import parley.connectors.Participant;
import parley.connectors.StateReason;
import parley.connectors.voice.IncomingVoice;
import parley.connectors.voice.OutgoingVoice;
import parley.webrtc.driver.MediaPort;
import parley.webrtc.loop.TaskLoop;
import parley.webrtc.peer.PeerConnection;
import parley.webrtc.peer.PeerState;
import parley.webrtc.rtp.RtcpPacket;
import parley.webrtc.rtp.RtcpReader;
import parley.webrtc.sdp.SdpException;

/** One room with its guests and its agent. Everything happens on the loop of the meeting that opened it. */
final class Room implements MeetingLink {
    static final String AGENT = "agent";

    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private final String name;
    private final String key;
    private final String meetingId;
    private final RoomConfig config;
    private final CaptionPasses passes;
    private final TaskLoop loop;
    private final MediaPort port;
    private final RandomGenerator random = new SecureRandom();
    private final ConnectorListener listener;
    private final Runnable onClosed;
    private final LinkStateTracker states = new LinkStateTracker();
    private final Map<String, Guest> guests = new LinkedHashMap<>();
    private final RoomSound sound;
    private Participant self;
    private int guestNumber;
    private boolean closed;

    Room(
            String name,
            String key,
            RoomConfig config,
            CaptionPasses passes,
            MediaPort port,
            JoinRequest request,
            ConnectorListener listener,
            Runnable onClosed) {
        this.name = name;
        this.key = key;
        this.meetingId = request.meetingId();
        this.config = config;
        this.passes = passes;
        this.loop = request.loop();
        this.port = port;
        this.listener = listener;
        this.onClosed = onClosed;
        this.self = Participant.self(AGENT, request.agentName());
        this.sound = new RoomSound(loop, guests.values(), listener::onSpoken);
        tell(LinkStateTracker.joining());
        states.go(LinkState.ADMITTED, StateReason.LET_IN, "the room " + name + " is open")
                .ifPresent(this::tell);
        tell(new ParticipantCame(self));
    }

    TaskLoop loop() {
        return loop;
    }

    // ------------------------------------------------------------------------------------------ guests

    /** Lets somebody in, or back in. Empty where the room says no; it has told the channel why. */
    Optional<Guest> enter(GuestMessage.Join join, SignalChannel channel) {
        if (closed) {
            refuse(channel, "ended", "The meeting is over.");
            return Optional.empty();
        }
        if (!key.isEmpty() && !sameSecret(key, join.key())) {
            refuse(channel, "unauthorized", "The link is not complete or no longer valid.");
            return Optional.empty();
        }
        Optional<Guest> returning = guests.values().stream()
                .filter(guest -> !join.resume().isEmpty() && sameSecret(guest.token, join.resume()))
                .findFirst();
        if (returning.isEmpty() && guests.size() >= config.mostGuests()) {
            refuse(channel, "full", "The room is full.");
            return Optional.empty();
        }
        Guest guest = returning.orElseGet(() -> newGuest(join));
        if (guest.channel != null && !guest.channel.equals(channel)) {
            guest.channel.close(); // the old connection of the same person
        }
        guest.channel = channel;
        guest.cancelDeadline();
        List<Participant> present = new ArrayList<>();
        present.add(self);
        guests.values().forEach(other -> present.add(other.participant));
        guest.tell(RoomMessages.joined(name, guest.id(), guest.token, present));
        if (returning.isEmpty()) {
            broadcast(guest, RoomMessages.came(guest.participant));
            tell(new ParticipantCame(guest.participant));
            guest.deadline = loop.schedule(config.setupNanos(), () -> {
                guest.deadline = null;
                if (!guest.connected() && guests.containsKey(guest.id())) {
                    guest.tell(RoomMessages.error("no-media", "No sound connection came up in time."));
                    leave(guest);
                }
            });
        }
        if (!join.offer().isEmpty()) {
            offer(guest, new GuestMessage.Offer(join.offer(), true));
        }
        return Optional.of(guest);
    }

    private Guest newGuest(GuestMessage.Join join) {
        byte[] secret = new byte[16];
        random.nextBytes(secret);
        String id = "p" + ++guestNumber;
        Participant participant = new Participant(id, join.name(), false, join.agent(), false, false);
        IncomingVoice voice = new IncomingVoice((frame, capturedNanos) -> listener.onAudio(id, frame, capturedNanos));
        Guest guest = new Guest(participant, HexFormat.of().formatHex(secret), voice, new OutgoingVoice(random));
        guests.put(id, guest);
        return guest;
    }

    private static boolean sameSecret(String ours, String theirs) {
        return MessageDigest.isEqual(ours.getBytes(StandardCharsets.UTF_8), theirs.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuse(SignalChannel channel, String reason, String message) {
        channel.send(RoomMessages.error(reason, message));
        channel.close();
    }

    /** What somebody in the room says, apart from joining. */
    void handle(Guest guest, GuestMessage message) {
        if (closed || !guests.containsKey(guest.id())) {
            return;
        }
        switch (message) {
            case GuestMessage.Join join -> guest.tell(RoomMessages.error("already-joined", "Already in the room."));
            case GuestMessage.Offer offer -> offer(guest, offer);
            case GuestMessage.Candidate(String line) -> {
                if (guest.peer != null) {
                    guest.peer.addRemoteCandidate(line);
                }
            }
            case GuestMessage.Mute(boolean muted) -> {
                if (guest.participant.muted() != muted) {
                    guest.participant = guest.participant.muted(muted);
                    broadcast(null, RoomMessages.muted(guest.id(), muted));
                    tell(new ParticipantMuted(guest.id(), muted));
                }
            }
            case GuestMessage.Rename(String newName) -> {
                guest.participant = guest.participant.named(newName);
                broadcast(null, RoomMessages.renamed(guest.id(), newName));
                tell(new ParticipantRenamed(guest.id(), newName));
            }
            case GuestMessage.Hand(boolean raised) -> {
                if (guest.participant.handRaised() != raised) {
                    guest.participant = guest.participant.handRaised(raised);
                    broadcast(null, RoomMessages.hand(guest.id(), raised));
                    tell(new HandChanged(guest.id(), raised));
                }
            }
            case GuestMessage.Chat(String text, String to) -> {
                if (!to.isEmpty()) {
                    guest.tell(RoomMessages.error("no-private-chat", "What people write here goes to everybody."));
                } else if (!text.isBlank()) {
                    broadcast(null, RoomMessages.chat(guest.id(), guest.participant.name(), text, false));
                    tell(new ChatReceived(guest.id(), text));
                }
            }
            case GuestMessage.Captions() -> guest.tell(RoomMessages.captions(meetingId, passes.forMeeting(meetingId)));
            case GuestMessage.Leave() -> leave(guest);
            case GuestMessage.Ping() -> guest.tell(RoomMessages.pong());
        }
    }

    private void offer(Guest guest, GuestMessage.Offer offer) {
        if (offer.fresh() && guest.peer != null) {
            PeerConnection old = guest.peer;
            guest.peer = null;
            old.close();
        }
        PeerConnection peer = guest.peer;
        if (peer == null) {
            GuestPeer events = new GuestPeer(this, guest);
            peer = port.connect(loop, true, true, events);
            events.follow(peer);
            guest.peer = peer;
            guest.media = PeerState.NEW;
        }
        try {
            guest.tell(RoomMessages.answer(peer.answer(offer.sdp())));
        } catch (SdpException e) {
            guest.tell(RoomMessages.error("bad-offer", String.valueOf(e.getMessage())));
        }
    }

    /** The guest's signalling broke: the place is kept for a while, the sound goes on while it lasts. */
    void disconnected(Guest guest, SignalChannel channel) {
        if (closed || !channel.equals(guest.channel) || !guests.containsKey(guest.id())) {
            return;
        }
        guest.channel = null;
        keepPlace(guest);
    }

    void mediaState(Guest guest, PeerState state, String reason) {
        guest.media = state;
        guest.tell(RoomMessages.media(state.name().toLowerCase(java.util.Locale.ROOT), reason));
        switch (state) {
            case CONNECTED -> {
                if (guest.channel != null) {
                    guest.cancelDeadline();
                }
            }
            case FAILED, CLOSED -> keepPlace(guest);
            case NEW, CONNECTING, DISCONNECTED -> {}
        }
    }

    private void keepPlace(Guest guest) {
        if (closed || guest.deadline != null) {
            return;
        }
        guest.deadline = loop.schedule(config.returnNanos(), () -> {
            guest.deadline = null;
            if (guest.channel == null || !guest.connected()) {
                leave(guest);
            }
        });
    }

    private void leave(Guest guest) {
        if (guests.remove(guest.id()) != null) {
            guest.close();
            broadcast(null, RoomMessages.left(guest.id()));
            tell(new ParticipantLeft(guest.id()));
        }
    }

    /** @param except who need not be told, or null */
    private void broadcast(@org.jspecify.annotations.Nullable Guest except, String json) {
        for (Guest guest : List.copyOf(guests.values())) {
            if (!guest.equals(except)) {
                guest.tell(json);
            }
        }
    }

    void heard(Guest guest, byte[] buffer, int offset, int length, long arrivalNanos) {
        if (!guest.participant.muted()) {
            guest.voice.packet(buffer, offset, length, arrivalNanos, guests.size() > 1);
        }
    }

    void reported(Guest guest, byte[] buffer, int offset, int length, long arrivalNanos) {
        for (RtcpPacket packet : RtcpReader.read(buffer, offset, length)) {
            if (packet instanceof RtcpPacket.SenderReport report) {
                guest.voice.senderReport(report, arrivalNanos);
            }
        }
    }

    private void tell(ConnectorEvent event) {
        loop.execute(() -> listener.onEvent(event));
    }

    // ------------------------------------------------------------------------------------------ the agent

    @Override
    public LinkState state() {
        return states.state();
    }

    @Override
    public Capabilities capabilities() {
        return RoomConnector.CAPABILITIES;
    }

    @Override
    public ActionResult speak(PcmFrame frame) {
        loop.assertCurrent();
        if (closed) {
            return ActionResult.NOT_ADMITTED;
        }
        if (!sound.agent().add(frame)) {
            return ActionResult.BUSY;
        }
        sound.agentReady();
        return ActionResult.DONE;
    }

    @Override
    public void stopSpeaking() {
        loop.assertCurrent();
        sound.agent().clear();
    }

    @Override
    public ActionResult chat(String text, String toParticipantId) {
        loop.assertCurrent();
        if (closed) {
            return ActionResult.NOT_ADMITTED;
        }
        if (toParticipantId.isEmpty()) {
            broadcast(null, RoomMessages.chat(AGENT, self.name(), text, false));
            return ActionResult.DONE;
        }
        Guest reader = guests.get(toParticipantId);
        if (reader == null) {
            return ActionResult.NO_SUCH_PARTICIPANT;
        }
        reader.tell(RoomMessages.chat(AGENT, self.name(), text, true));
        return ActionResult.DONE;
    }

    @Override
    public ActionResult hand(boolean raised) {
        loop.assertCurrent();
        if (closed) {
            return ActionResult.NOT_ADMITTED;
        }
        self = self.handRaised(raised);
        broadcast(null, RoomMessages.hand(AGENT, raised));
        return ActionResult.DONE;
    }

    @Override
    public void leave() {
        loop.assertCurrent();
        if (closed) {
            return;
        }
        closed = true;
        broadcast(null, RoomMessages.ended("meeting-over", "The meeting is over."));
        List.copyOf(guests.values()).forEach(Guest::close);
        guests.clear();
        sound.close();
        onClosed.run();
        LOG.info("meeting {}: room {} closed", meetingId, name);
        states.go(LinkState.ENDED, StateReason.LEFT, "the room is closed").ifPresent(this::tell);
    }

    @Override
    public Optional<String> joinPath() {
        return Optional.of(
                "/room/" + name + (key.isEmpty() ? "" : "?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8)));
    }
}
