package parley.webrtc.ice;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import parley.webrtc.stun.AttributeType;
import parley.webrtc.stun.StunMessage;

/** Our credentials and the peer's, over restarts: until a restarted session has a path, the old credentials count too. */
final class SessionCredentials {
    private final RandomGenerator random;
    private IceCredentials local;
    private @Nullable IceCredentials previousLocal;
    private @Nullable IceCredentials remote;

    SessionCredentials(RandomGenerator random) {
        this.random = random;
        this.local = IceCredentials.random(random);
    }

    IceCredentials local() {
        return local;
    }

    @Nullable
    IceCredentials remote() {
        return remote;
    }

    void setRemote(IceCredentials credentials) {
        remote = credentials;
    }

    void restart() {
        previousLocal = local;
        local = IceCredentials.random(random);
        remote = null;
    }

    /** The session before the restart is over. */
    void forgetPrevious() {
        previousLocal = null;
    }

    /** Which of our credentials a request is for, once it has proved that its sender knows them; else null. */
    @Nullable
    IceCredentials addressedBy(StunMessage request) {
        String username = request.text(AttributeType.USERNAME).orElse("");
        for (IceCredentials own : new IceCredentials[] {local, previousLocal}) {
            if (own != null && username.startsWith(own.ufrag() + ":") && request.hasIntegrity(own.key())) {
                IceCredentials other = own.equals(local) ? remote : null;
                return other == null || username.equals(own.ufrag() + ":" + other.ufrag()) ? own : null;
            }
        }
        return null;
    }

    /** Whether the peer made this answer. */
    boolean fromPeer(StunMessage answer) {
        return remote != null && answer.hasIntegrity(remote.key());
    }
}
