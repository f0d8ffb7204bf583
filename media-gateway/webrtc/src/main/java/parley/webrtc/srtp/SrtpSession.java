package parley.webrtc.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;

/**
 * Protects what goes to a peer and opens what comes from it, in place, for any number of streams. For one thread.
 *
 * <p>A context for a new source is kept only after its first packet proved authentic, so that nobody without the keys can
 * make us keep anything.
 */
public final class SrtpSession implements AutoCloseable {
    /** What {@link #openRtp} and {@link #openRtcp} return for a packet that has to be dropped. */
    public static final int REFUSED = -1;

    private static final int MOST_SOURCES = 256;
    private static final Logger LOGGER = new LoggerImpl(SrtpSession.class.getName());

    static {
        // Left alone, the library measures its ciphers when the first is needed, cold, and may take the slowest for all
        // time.
        Aes.setFactoryClassName("SunJCE");
    }

    private final SrtpProfile profile;
    private final SrtpContextFactory sending;
    private final SrtpContextFactory receiving;
    private final Map<Integer, SrtpCryptoContext> rtpOut = new LinkedHashMap<>();
    private final Map<Integer, SrtcpCryptoContext> rtcpOut = new LinkedHashMap<>();
    private final Map<Integer, SrtpCryptoContext> rtpIn = new LinkedHashMap<>();
    private final Map<Integer, SrtcpCryptoContext> rtcpIn = new LinkedHashMap<>();
    private final PacketSlice slice = new PacketSlice();
    private long refusedCount;
    private long replayedCount;

    public SrtpSession(SrtpKeys keys) {
        profile = keys.profile();
        sending = new SrtpContextFactory(
                true, keys.localKey(), keys.localSalt(), profile.policy(), profile.policy(), LOGGER);
        receiving = new SrtpContextFactory(
                false, keys.remoteKey(), keys.remoteSalt(), profile.policy(), profile.policy(), LOGGER);
    }

    public SrtpProfile profile() {
        return profile;
    }

    /** Packets that were not authentic or no packets at all. */
    public long refusedCount() {
        return refusedCount;
    }

    /** Authentic packets that came twice or far too late. */
    public long replayedCount() {
        return replayedCount;
    }

    /**
     * Encrypts in place.
     *
     * @param buffer with {@link SrtpProfile#overhead} bytes of room after the packet
     * @return the new length
     */
    public int protectRtp(byte[] buffer, int offset, int length) {
        int ssrc = ByteBuffer.wrap(buffer).getInt(offset + 8);
        try {
            SrtpCryptoContext context = rtpOut.get(ssrc);
            if (context == null) {
                context = sending.deriveContext(ssrc, 0);
                rtpOut.put(ssrc, context);
            }
            return done(context.transformPacket(slice.over(buffer, offset, length)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot protect a packet of ours", e);
        }
    }

    /** As {@link #protectRtp}, for a compound RTCP packet. */
    public int protectRtcp(byte[] buffer, int offset, int length) {
        int ssrc = ByteBuffer.wrap(buffer).getInt(offset + 4);
        try {
            SrtcpCryptoContext context = rtcpOut.get(ssrc);
            if (context == null) {
                context = sending.deriveControlContext(ssrc);
                rtcpOut.put(ssrc, context);
            }
            return done(context.transformPacket(slice.over(buffer, offset, length)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot protect a packet of ours", e);
        }
    }

    private int done(SrtpErrorStatus status) {
        if (status != SrtpErrorStatus.OK) {
            throw new IllegalStateException("cannot protect a packet of ours: " + status);
        }
        return slice.getLength();
    }

    /** Checks and decrypts in place: the length of the plain packet, or {@link #REFUSED}. */
    public int openRtp(byte[] buffer, int offset, int length) {
        if (length < 12 + profile.overhead() - 4) {
            refusedCount++;
            return REFUSED;
        }
        int ssrc = ByteBuffer.wrap(buffer).getInt(offset + 8);
        try {
            SrtpCryptoContext known = rtpIn.get(ssrc);
            SrtpCryptoContext context = known == null ? receiving.deriveContext(ssrc, 0) : known;
            SrtpErrorStatus status = context.reverseTransformPacket(slice.over(buffer, offset, length), false);
            if (status == SrtpErrorStatus.OK && known == null) {
                keep(rtpIn, ssrc, context);
            }
            return opened(status);
        } catch (GeneralSecurityException | RuntimeException e) {
            refusedCount++; // the cipher's way of saying that the tag is wrong, or a header that lies about its length
            return REFUSED;
        }
    }

    /** As {@link #openRtp}, for RTCP. */
    public int openRtcp(byte[] buffer, int offset, int length) {
        if (length < 8 + profile.overhead()) {
            refusedCount++;
            return REFUSED;
        }
        int ssrc = ByteBuffer.wrap(buffer).getInt(offset + 4);
        try {
            SrtcpCryptoContext known = rtcpIn.get(ssrc);
            SrtcpCryptoContext context = known == null ? receiving.deriveControlContext(ssrc) : known;
            SrtpErrorStatus status = context.reverseTransformPacket(slice.over(buffer, offset, length));
            if (status == SrtpErrorStatus.OK && known == null) {
                keep(rtcpIn, ssrc, context);
            }
            return opened(status);
        } catch (GeneralSecurityException | RuntimeException e) {
            refusedCount++;
            return REFUSED;
        }
    }

    private int opened(SrtpErrorStatus status) {
        if (status == SrtpErrorStatus.OK) {
            return slice.getLength();
        }
        if (status == SrtpErrorStatus.REPLAY_FAIL || status == SrtpErrorStatus.REPLAY_OLD) {
            replayedCount++;
        } else {
            refusedCount++;
        }
        return REFUSED;
    }

    private static <C> void keep(Map<Integer, C> contexts, int ssrc, C context) {
        if (contexts.size() >= MOST_SOURCES) {
            contexts.remove(contexts.keySet().iterator().next());
        }
        contexts.put(ssrc, context);
    }

    @Override
    public void close() {
        sending.close();
        receiving.close();
    }
}
