package parley.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parley.connectors.Capabilities;
import parley.conversation.meeting.MeetingSettings.Keeping;

class RecordingConsentTest {
    private static Capabilities agentThat(boolean speaks, boolean writes) {
        return new Capabilities(true, speaks, writes, false, false, false, false, false, false);
    }

    private static Keeping keeping(String consent) {
        return new Keeping(true, true, consent, false);
    }

    @Test
    void shouldRecordOnlyWhomItCanTell() {
        Keeping asked = keeping("This call is recorded.");

        assertThat(NodeMeetings.whyNotRecorded(asked, agentThat(false, false)))
                .hasValueSatisfying(why -> assertThat(why).contains("neither speak nor write"));
        assertThat(NodeMeetings.whyNotRecorded(asked, agentThat(true, false))).isEmpty();
        assertThat(NodeMeetings.whyNotRecorded(asked, agentThat(false, true))).isEmpty();
        assertThat(NodeMeetings.whyNotRecorded(keeping(""), agentThat(false, false)))
                .isEmpty();
    }
}
