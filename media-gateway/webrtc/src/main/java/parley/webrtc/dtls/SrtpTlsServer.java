package parley.webrtc.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;
import parley.webrtc.srtp.SrtpKeys;
import parley.webrtc.srtp.SrtpProfile;

/** The end that waits for the hello. */
final class SrtpTlsServer extends DefaultTlsServer implements KeyExport {
    private final DtlsIdentity identity;
    private final List<Fingerprint> expected;
    private final DtlsTimings timings;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;

    SrtpTlsServer(DtlsIdentity identity, List<Fingerprint> expected, DtlsTimings timings) {
        super(identity.crypto());
        this.identity = identity;
        this.expected = expected;
        this.timings = timings;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
        };
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        UseSRTPData offered = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (offered != null) {
            for (SrtpProfile candidate : SrtpProfile.values()) {
                if (profile == null
                        && Arrays.stream(offered.getProtectionProfiles()).anyMatch(id -> id == candidate.id())) {
                    profile = candidate;
                }
            }
        }
        if (profile == null) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "the peer offered no SRTP profile we know");
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes", "JdkObsolete"}) // BouncyCastle's own types
    public Hashtable getServerExtensions() throws IOException {
        Hashtable<Integer, byte[]> extensions = super.getServerExtensions();
        if (extensions == null) {
            extensions = new Hashtable<>();
        }
        if (profile != null) {
            TlsSRTPUtils.addUseSRTPExtension(
                    extensions, new UseSRTPData(new int[] {profile.id()}, TlsUtils.EMPTY_BYTES));
        }
        return extensions;
    }

    @Override
    @SuppressWarnings({"rawtypes", "JdkObsolete"})
    public CertificateRequest getCertificateRequest() {
        Vector algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
        return new CertificateRequest(
                new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign}, algorithms, null);
    }

    @Override
    public void notifyClientCertificate(Certificate certificate) throws IOException {
        KeyExport.check(certificate, expected);
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return KeyExport.signer(identity, context);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile != null) {
            keys = KeyExport.export(KeyExport.material(context, profile), profile, false);
        }
    }

    @Override
    public SrtpKeys keys() throws IOException {
        if (keys == null) {
            throw new TlsFatalAlert(AlertDescription.internal_error, "no SRTP keys");
        }
        return keys;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return timings.giveUpMillis();
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return timings.firstResendMillis();
    }
}
