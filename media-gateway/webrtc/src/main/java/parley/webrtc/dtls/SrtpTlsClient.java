package parley.webrtc.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;
import parley.webrtc.srtp.SrtpKeys;
import parley.webrtc.srtp.SrtpProfile;

/** The end that says hello first. */
final class SrtpTlsClient extends DefaultTlsClient implements KeyExport {
    private final DtlsIdentity identity;
    private final List<Fingerprint> expected;
    private final DtlsTimings timings;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;

    SrtpTlsClient(DtlsIdentity identity, List<Fingerprint> expected, DtlsTimings timings) {
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
        // The peer's certificate may be of either kind; media servers often have RSA.
        return new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
        };
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes", "JdkObsolete"}) // BouncyCastle's own types
    public Hashtable getClientExtensions() throws IOException {
        Hashtable<Integer, byte[]> extensions = super.getClientExtensions();
        if (extensions == null) {
            extensions = new Hashtable<>();
        }
        int[] offered =
                Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray();
        TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(offered, TlsUtils.EMPTY_BYTES));
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        UseSRTPData chosen = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (chosen == null || chosen.getProtectionProfiles().length != 1) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "the peer chose no SRTP profile");
        }
        profile = SrtpProfile.of(chosen.getProtectionProfiles()[0])
                .orElseThrow(() -> new TlsFatalAlert(
                        AlertDescription.illegal_parameter, "the peer chose an SRTP profile that was not offered"));
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                KeyExport.check(certificate.getCertificate(), expected);
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return KeyExport.signer(identity, context);
            }
        };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        if (profile != null) {
            keys = KeyExport.export(KeyExport.material(context, profile), profile, true);
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
