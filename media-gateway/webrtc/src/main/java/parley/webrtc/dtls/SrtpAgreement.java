package parley.webrtc.dtls;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.jspecify.annotations.Nullable;
import parley.webrtc.srtp.SrtpKeys;
import parley.webrtc.srtp.SrtpProfile;

/**
 * What both ends of a handshake do alike, whoever says hello: which certificate is shown and which is believed, and the SRTP
 * keys at the end.
 */
final class SrtpAgreement {
    private final DtlsIdentity identity;
    private final List<Fingerprint> expected;
    private final boolean client;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;

    /** @param expected of the peer's certificate, by its description */
    SrtpAgreement(DtlsIdentity identity, List<Fingerprint> expected, boolean client) {
        this.identity = identity;
        this.expected = expected;
        this.client = client;
    }

    Optional<SrtpProfile> profile() {
        return Optional.ofNullable(profile);
    }

    void agreeOn(SrtpProfile chosen) {
        profile = chosen;
    }

    /** The handshake is over. Now, because BouncyCastle clears the master secret when the association closes. */
    void complete(TlsContext context) {
        SrtpProfile agreed = profile;
        if (agreed != null) {
            int length = 2 * (agreed.keyLength() + agreed.saltLength());
            byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, length);
            keys = export(material, agreed, client);
        }
    }

    /** After the handshake. */
    SrtpKeys keys() throws IOException {
        if (keys == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error, "no SRTP keys");
        }
        return keys;
    }

    /** RFC 5764, section 4.2: client key, server key, client salt, server salt. */
    private static SrtpKeys export(byte[] material, SrtpProfile profile, boolean client) {
        int key = profile.keyLength();
        int salt = profile.saltLength();
        byte[] clientKey = java.util.Arrays.copyOfRange(material, 0, key);
        byte[] serverKey = java.util.Arrays.copyOfRange(material, key, 2 * key);
        byte[] clientSalt = java.util.Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
        byte[] serverSalt = java.util.Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt));
        return client
                ? new SrtpKeys(profile, clientKey, clientSalt, serverKey, serverSalt)
                : new SrtpKeys(profile, serverKey, serverSalt, clientKey, clientSalt);
    }

    void check(Certificate certificate) throws IOException {
        if (certificate == null || certificate.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "the peer showed no certificate");
        }
        byte[] shown = certificate.getCertificateAt(0).getEncoded();
        if (expected.stream().noneMatch(fingerprint -> fingerprint.matches(shown))) {
            throw new TlsFatalAlert(
                    AlertDescription.bad_certificate, "the peer's certificate is not the one in its description");
        }
    }

    TlsCredentialedSigner signer(TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                identity.crypto(),
                identity.privateKey(),
                identity.chain(),
                SignatureAndHashAlgorithm.getInstance(
                        org.bouncycastle.tls.HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
