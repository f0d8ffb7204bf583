package parley.conversation.driver;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import parley.conversation.meeting.MeetingSettings;
import parley.webrtc.loop.TaskLoop;

/** The meetings that this gateway takes part in at the moment. Any thread. */
public final class Meetings {
    /** Makes what one meeting needs: its parts, and who watches it from its first event on. */
    public interface Factory {
        Made make(MeetingSettings settings, Map<String, String> connectorSettings);

        record Made(MeetingParts parts, List<MeetingObserver> observers, TaskLoop loop) {
            public Made {
                observers = List.copyOf(observers);
            }
        }
    }

    /** Why a meeting was not opened. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;
        private final String code;

        public RefusedException(String code, String message) {
            super(message);
            this.code = code;
        }

        /** Stable: too-many-meetings, draining, meeting-exists. */
        public String code() {
            return code;
        }
    }

    private final Factory factory;
    private final int most;
    private final Map<String, MeetingDriver> live = new ConcurrentHashMap<>();
    private final AtomicBoolean draining = new AtomicBoolean();

    /** @param most how many meetings at once; more are refused */
    public Meetings(Factory factory, int most) {
        this.factory = factory;
        this.most = most;
    }

    /** Opens a meeting and begins to join it. */
    public MeetingDriver open(MeetingSettings settings, Map<String, String> connectorSettings) throws RefusedException {
        if (draining.get()) {
            throw new RefusedException("draining", "this gateway is stopping and takes no new meetings");
        }
        MeetingDriver meeting;
        synchronized (live) {
            if (live.size() >= most) {
                throw new RefusedException("too-many-meetings", "this gateway holds " + most + " meetings at most");
            }
            if (live.containsKey(settings.meetingId())) {
                throw new RefusedException("meeting-exists", "there is a meeting " + settings.meetingId());
            }
            Factory.Made made = factory.make(settings, connectorSettings);
            meeting = new MeetingDriver(settings, connectorSettings, made.parts(), made.loop());
            made.observers().forEach(meeting::watch);
            live.put(settings.meetingId(), meeting);
        }
        meeting.ended().whenComplete((view, failure) -> live.remove(settings.meetingId()));
        meeting.start();
        return meeting;
    }

    public Optional<MeetingDriver> find(String meetingId) {
        return Optional.ofNullable(live.get(meetingId));
    }

    public List<MeetingDriver> all() {
        return List.copyOf(live.values());
    }

    public boolean isDraining() {
        return draining.get();
    }

    /** Takes no new meeting and ends the present ones after what is being said. Completes when all are over. */
    public CompletableFuture<Void> drain(String reason) {
        draining.set(true);
        return CompletableFuture.allOf(
                all().stream().map(m -> m.leave(reason, true)).toArray(CompletableFuture<?>[]::new));
    }
}
