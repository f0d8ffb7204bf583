package parley.connectors.janus;

import java.net.http.HttpClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import parley.connectors.Capabilities;
import parley.connectors.Connector;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.MeetingLink;
import parley.webrtc.driver.MediaPort;

/** Joins rooms of Janus servers, over their WebSocket. What a request has to say: {@link JanusSettings}. */
public final class JanusConnector implements Connector {
    /** The VideoRoom has each voice apart; it knows no chat and no hands. */
    static final Capabilities VIDEOROOM = new Capabilities(true, true, false, false, false, false, false, false, false);
    /** The AudioBridge mixes, and tells who is muted. */
    static final Capabilities AUDIOBRIDGE =
            new Capabilities(false, true, false, false, false, false, true, false, false);

    private final MediaPort port;
    private final JanusWire.Dialer dialer;
    private final Set<JanusMeeting> meetings = ConcurrentHashMap.newKeySet();

    public JanusConnector(MediaPort port, HttpClient http) {
        this(port, WebSocketWire.dialer(http));
    }

    JanusConnector(MediaPort port, JanusWire.Dialer dialer) {
        this.port = port;
        this.dialer = dialer;
    }

    @Override
    public String name() {
        return "janus";
    }

    @Override
    public Capabilities capabilities() {
        return VIDEOROOM;
    }

    @Override
    public MeetingLink join(JoinRequest request, ConnectorListener listener) {
        request.loop().assertCurrent();
        JanusMeeting meeting = new JanusMeeting(request, port, dialer, listener, meetings::remove);
        meetings.add(meeting);
        meeting.start();
        return meeting;
    }

    @Override
    public void close() {
        meetings.forEach(meeting -> meeting.loop().execute(meeting::leave));
    }
}
