package parley.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.gateway.v1.Meeting;
import parley.gateway.v1.MeetingState;
import parley.gateway.v1.OpenMeetingRequest;
import parley.gateway.v1.Policy;

class ProtoJsonTest {
    @Test
    void shouldReadWhatPeopleWrite() throws ProtoJson.Malformed {
        OpenMeetingRequest request =
                ProtoJson.read("""
                        {"title": "Weekly", "policy": "addressed", "connectorSettings": {"room": "a"}, "later": 1,
                         "limits": {"alone": "90s", "maximum": 3600, "leave_with_bots_only": true},
                         "agenda": [{"title": "One", "minutes": 5}]}
                        """, OpenMeetingRequest.newBuilder()).build();
        assertThat(request.getPolicy()).isEqualTo(Policy.POLICY_ADDRESSED);
        assertThat(request.getConnectorSettingsMap()).containsEntry("room", "a");
        assertThat(request.getLimits().getAlone().getSeconds()).isEqualTo(90);
        assertThat(request.getLimits().getMaximum().getSeconds()).isEqualTo(3_600);
        assertThat(request.getLimits().getLeaveWithBotsOnly()).isTrue();
        assertThat(request.getAgenda(0).getMinutes()).isEqualTo(5);
    }

    @Test
    void shouldWriteWhatItReads() throws ProtoJson.Malformed {
        Meeting meeting = Meeting.newBuilder()
                .setId("m-1")
                .setState(MeetingState.MEETING_STATE_IN_CALL)
                .setOpened(com.google.protobuf.Timestamp.newBuilder().setSeconds(1_700_000_000))
                .putAttributes("crm", "17")
                .setLastSeq(12)
                .build();
        String json = ProtoJson.write(meeting);
        assertThat(json)
                .contains(
                        "\"state\":\"in-call\"",
                        "\"opened\":\"2023-11-14T22:13:20Z\"",
                        "\"lastSeq\":12",
                        "\"crm\":\"17\"");
        assertThat(ProtoJson.read(json, Meeting.newBuilder()).build()).isEqualTo(meeting);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"policy": "rude"}              | policy: rude is none of conversation, addressed, facilitator, scribe
            {"limits": {"alone": "soon"}}   | limits.alone: wanted is a duration such as 90s
            {"agenda": [{"minutes": -1}]}   | agenda[0].minutes: wanted is a whole number
            {"agenda": {}}                  | agenda: wanted is a list
            [1]                             | wanted is a JSON object
            {"title":                       | not JSON
            """)
    void shouldNameTheMemberThatIsWrong(String json, String message) {
        assertThatThrownBy(() -> ProtoJson.read(json, OpenMeetingRequest.newBuilder()))
                .isInstanceOf(ProtoJson.Malformed.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldSurviveAnyText() {
        long seed = 11;
        Random random = new Random(seed);
        String valid = "{\"title\":\"x\",\"limits\":{\"alone\":\"90s\"},\"agenda\":[{\"minutes\":5}]}";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder(valid);
            for (int change = random.nextInt(4); change >= 0; change--) {
                text.setCharAt(random.nextInt(text.length()), (char) (32 + random.nextInt(95)));
            }
            try {
                ProtoJson.read(text.toString(), OpenMeetingRequest.newBuilder());
            } catch (ProtoJson.Malformed refused) {
                assertThat(refused.getMessage()).as("seed " + seed).isNotBlank();
            }
        }
    }
}
