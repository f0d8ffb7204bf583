package parley.conversation.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.agent.v1.GatewayEvent;
import parley.conversation.meeting.MeetingView;

class SpeechMeterTest {
    private final List<String> counted = new ArrayList<>();
    private final SpeechMeter meter = new SpeechMeter();

    private final BrainPort brain = new BrainPort() {
        @Override
        public void send(GatewayEvent event) {
            throw new AssertionError("a meter sends nothing");
        }

        @Override
        public void count(long heardMillis, long spokenMillis) {
            counted.add(heardMillis + "+" + spokenMillis);
        }

        @Override
        public void close(String reason) {
            throw new AssertionError("a meter closes nothing");
        }
    };

    private void count(double heardSeconds, double spokenSeconds, boolean toTheEnd) {
        meter.count(new MeetingView.Usage(heardSeconds, spokenSeconds, 0, 0, 0, 0), toTheEnd, brain);
    }

    @Test
    void shouldCountEveryMillisecondOnce() {
        count(3, 1.9, false);
        assertThat(counted).isEmpty();
        count(3, 2, false);
        count(3.5, 2, false);
        count(3.5, 2.25, true);
        count(3.5, 2.25, true);
        assertThat(counted).containsExactly("3000+2000", "500+250");
    }
}
