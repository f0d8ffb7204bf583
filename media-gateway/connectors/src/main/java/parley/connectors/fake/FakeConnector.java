package parley.connectors.fake;

import java.util.ArrayList;
import java.util.List;
import parley.connectors.Capabilities;
import parley.connectors.Connector;
import parley.connectors.ConnectorListener;
import parley.connectors.JoinRequest;
import parley.connectors.LinkState;

/**
 * Joins meetings that exist only in memory. What happens in them is said by the test, through {@link FakeMeeting}. Runs on
 * whatever loop the request brings; a {@link parley.webrtc.loop.VirtualLoop} makes it deterministic.
 */
public final class FakeConnector implements Connector {
    public static final Capabilities EVERYTHING =
            new Capabilities(true, true, true, true, true, true, true, true, false);

    private final Capabilities capabilities;
    private final List<FakeMeeting> meetings = new ArrayList<>();

    public FakeConnector() {
        this(EVERYTHING);
    }

    public FakeConnector(Capabilities capabilities) {
        this.capabilities = capabilities;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public synchronized FakeMeeting join(JoinRequest request, ConnectorListener listener) {
        FakeMeeting meeting = new FakeMeeting(request, capabilities, listener);
        meetings.add(meeting);
        return meeting;
    }

    /** The meetings joined so far, in order. */
    public synchronized List<FakeMeeting> meetings() {
        return List.copyOf(meetings);
    }

    public FakeMeeting lastMeeting() {
        return meetings().getLast();
    }

    @Override
    public void close() {
        for (FakeMeeting meeting : meetings()) {
            if (meeting.state() != LinkState.ENDED) {
                meeting.leave();
            }
        }
    }
}
