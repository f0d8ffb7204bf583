package parley.webrtc.srtp;

/** Master keys and salts for both directions, as a DTLS handshake yields them. Never logged. */
@SuppressWarnings("ArrayRecordComponent") // secrets that are handed over once; nobody compares them
public record SrtpKeys(SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
    public SrtpKeys {
        int key = profile.keyLength();
        int salt = profile.saltLength();
        if (localKey.length != key
                || remoteKey.length != key
                || localSalt.length != salt
                || remoteSalt.length != salt) {
            throw new IllegalArgumentException("keys of the wrong length for " + profile);
        }
    }

    @Override
    public String toString() {
        return "keys for " + profile;
    }
}
