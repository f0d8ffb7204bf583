package parley.conversation.rehearsal;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import parley.audio.pcm.PcmFrame;

/**
 * Hears the agent from all seats. Only what cannot be one of the actors counts: a seat hears everybody but itself, mixed. On
 * the rehearsal's thread.
 */
final class AgentEars {
    /** Sound takes a while to come round: as long after the last actor what is heard may still be that actor. */
    private static final long AFTERGLOW_NANOS = 250_000_000;

    private final Map<String, AgentEar> ears = new HashMap<>();
    private final Map<String, Performer> performers;
    private final Map<String, Long> lastOwnSound = new HashMap<>();
    private long silentSinceNanos;

    AgentEars(Map<String, Performer> performers) {
        this.performers = performers;
    }

    void at(String seat) {
        ears.put(seat, new AgentEar());
    }

    /** Takes what is heard at a seat; answers whether the agent began with it. */
    boolean heard(String seat, PcmFrame frame, long arrivalNanos) {
        AgentEar ear = ears.get(seat);
        if (ear == null) {
            return false;
        }
        for (Map.Entry<String, Performer> other : performers.entrySet()) {
            boolean sounds = other.getValue().isSpeaking() || other.getValue().noisy();
            long since = arrivalNanos - lastOwnSound.getOrDefault(other.getKey(), Long.MIN_VALUE / 2);
            if (!other.getKey().equals(seat) && (sounds || since < AFTERGLOW_NANOS)) {
                return false;
            }
        }
        return ear.heard(frame, arrivalNanos);
    }

    /** Somebody's last sample left. */
    void actorSaid(String name, long nanos) {
        lastOwnSound.put(name, nanos);
    }

    /** @param fell gets the moment of the agent's last sound at each seat where it has just fallen silent */
    void advance(long nowNanos, LongConsumer fell) {
        boolean spoke = speaking();
        for (AgentEar ear : ears.values()) {
            if (ear.fellSilent(nowNanos)) {
                fell.accept(ear.lastAudibleNanos());
            }
        }
        if (spoke && !speaking()) {
            silentSinceNanos = ears.values().stream()
                    .mapToLong(AgentEar::lastAudibleNanos)
                    .max()
                    .orElse(nowNanos);
        }
    }

    boolean speaking() {
        return ears.values().stream().anyMatch(AgentEar::speaking);
    }

    /** Since when the agent speaks. */
    OptionalLong begunNanos() {
        return ears.values().stream()
                .filter(AgentEar::speaking)
                .mapToLong(AgentEar::begunNanos)
                .min();
    }

    /** Since when the agent is silent; only where it is. */
    long silentSinceNanos() {
        return silentSinceNanos;
    }
}
