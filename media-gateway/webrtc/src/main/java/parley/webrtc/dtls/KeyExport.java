package parley.webrtc.dtls;

import java.io.IOException;
import java.util.List;
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
import parley.webrtc.srtp.SrtpKeys;
import parley.webrtc.srtp.SrtpProfile;

/** What client and server have in common: the SRTP keys at the end, and how certificates are treated. */
interface KeyExport {
    /** After the handshake. */
    SrtpKeys keys() throws IOException;

    /** RFC 5764, section 4.2: client key, server key, client salt, server salt. */
    static SrtpKeys export(byte[] material, SrtpProfile profile, boolean client) {
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

    /** Has to be taken while the context is alive: BouncyCastle clears the master secret when the association closes. */
    static byte[] material(TlsContext context, SrtpProfile profile) {
        int length = 2 * (profile.keyLength() + profile.saltLength());
        return context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, length);
    }

    static void check(Certificate certificate, List<Fingerprint> expected) throws IOException {
        if (certificate == null || certificate.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "the peer showed no certificate");
        }
        byte[] shown = certificate.getCertificateAt(0).getEncoded();
        if (expected.stream().noneMatch(fingerprint -> fingerprint.matches(shown))) {
            throw new TlsFatalAlert(
                    AlertDescription.bad_certificate, "the peer's certificate is not the one in its description");
        }
    }

    static TlsCredentialedSigner signer(DtlsIdentity identity, TlsContext context) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                identity.crypto(),
                identity.privateKey(),
                identity.chain(),
                SignatureAndHashAlgorithm.getInstance(
                        org.bouncycastle.tls.HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }
}
