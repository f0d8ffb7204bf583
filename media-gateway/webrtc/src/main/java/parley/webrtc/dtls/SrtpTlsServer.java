package parley.webrtc.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
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
import parley.webrtc.srtp.SrtpProfile;

/** The end that waits for the hello. */
final class SrtpTlsServer extends DefaultTlsServer {
    private final SrtpAgreement agreement;
    private final DtlsTimings timings;

    SrtpTlsServer(DtlsIdentity identity, SrtpAgreement agreement, DtlsTimings timings) {
        super(identity.crypto());
        this.agreement = agreement;
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
                if (agreement.profile().isEmpty()
                        && Arrays.stream(offered.getProtectionProfiles()).anyMatch(id -> id == candidate.id())) {
                    agreement.agreeOn(candidate);
                }
            }
        }
        if (agreement.profile().isEmpty()) {
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
        if (agreement.profile().isPresent()) {
            int[] agreed = {agreement.profile().get().id()};
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(agreed, TlsUtils.EMPTY_BYTES));
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
        agreement.check(certificate);
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return agreement.signer(context);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        agreement.complete(context);
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
