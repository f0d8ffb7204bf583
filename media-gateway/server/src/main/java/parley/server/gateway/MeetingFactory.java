package parley.server.gateway;

import java.util.Map;
import java.util.Set;
import parley.archive.transcript.MeetingRecord;
import parley.connectors.Capabilities;
import parley.conversation.driver.MeetingDriver;
import parley.conversation.meeting.MeetingSettings;

/** Makes meetings of the parts that the gateway was started with. */
public interface MeetingFactory {
    /** The connectors by which a meeting can be reached. */
    Set<String> connectors();

    /** What the meetings of a connector let an agent do. */
    Capabilities capabilities(String connector);

    /** Whether there is a network that hears the ends of turns. */
    boolean listensToEndings();

    /** A meeting that has not started to join; what it publishes is stored under the record. */
    MeetingDriver create(MeetingSettings settings, MeetingRecord record, Map<String, String> connectorSettings);
}
