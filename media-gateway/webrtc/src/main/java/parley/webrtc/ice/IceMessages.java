package parley.webrtc.ice;

import java.net.InetSocketAddress;
import java.util.List;
import parley.webrtc.stun.AttributeType;
import parley.webrtc.stun.StunWriter;
import parley.webrtc.stun.TransactionId;

/** The STUN messages that ICE sends, RFC 8445, section 7. */
final class IceMessages {
    private IceMessages() {}

    static byte[] check(
            TransactionId id,
            IceCredentials local,
            IceCredentials remote,
            CandidatePair pair,
            IceRole role,
            boolean nominating) {
        int localPreference = (int) ((pair.local.priority() >> 8) & 0xffff);
        StunWriter request = StunWriter.bindingRequest(id)
                .text(AttributeType.USERNAME, remote.ufrag() + ":" + local.ufrag())
                .number(AttributeType.PRIORITY, (int) CandidateType.PEER_REFLEXIVE.priority(localPreference))
                .number(
                        role.controlling() ? AttributeType.ICE_CONTROLLING : AttributeType.ICE_CONTROLLED,
                        role.tieBreaker());
        if (nominating) {
            request.flag(AttributeType.USE_CANDIDATE);
        }
        return request.integrity(remote.key()).fingerprinted();
    }

    static byte[] success(TransactionId id, InetSocketAddress from, IceCredentials local) {
        return StunWriter.bindingSuccess(id)
                .xorMappedAddress(from)
                .integrity(local.key())
                .fingerprinted();
    }

    static byte[] roleConflict(TransactionId id, IceCredentials local) {
        return StunWriter.bindingError(id, 487, "Role Conflict")
                .integrity(local.key())
                .fingerprinted();
    }

    static byte[] unknownAttributes(TransactionId id, List<Integer> unknown, IceCredentials local) {
        return StunWriter.bindingError(id, 420, "Unknown Attribute")
                .unknownAttributes(unknown)
                .integrity(local.key())
                .fingerprinted();
    }
}
