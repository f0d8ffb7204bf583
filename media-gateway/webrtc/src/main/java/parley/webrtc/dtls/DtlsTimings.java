package parley.webrtc.dtls;

/**
 * @param firstResendMillis when an unanswered flight is sent again; doubles each time. RFC 6347 says 1 s; the round trip to
 *     a meeting is a tenth of it, and a lost flight delays the first word
 * @param giveUpMillis how long a handshake may take
 */
public record DtlsTimings(int firstResendMillis, int giveUpMillis) {
    public static final DtlsTimings USUAL = new DtlsTimings(250, 20_000);

    public DtlsTimings {
        if (firstResendMillis < 10 || giveUpMillis < firstResendMillis) {
            throw new IllegalArgumentException("resend " + firstResendMillis + " ms, give up " + giveUpMillis + " ms");
        }
    }
}
