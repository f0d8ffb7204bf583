package parley.conversation.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Say;
import parley.conversation.event.Attendee;
import parley.conversation.event.MeetingState;
import parley.conversation.event.TimedWord;
import parley.conversation.meeting.Effect;
import parley.conversation.meeting.Input;
import parley.conversation.meeting.MeetingCore;
import parley.conversation.meeting.MeetingSettings;
import parley.conversation.meeting.SpeakingPolicy;
import parley.conversation.replay.Replay;
import parley.turns.end.TurnSettings;
import parley.turns.floor.Pronunciations;
import parley.turns.voice.VoiceFrame;

class EventLogTest {
    private static final MeetingSettings SETTINGS = new MeetingSettings(
            "m1",
            "tenant",
            "Review",
            new MeetingSettings.Agent("ada", "Ada", List.of("Aida"), "", "", ""),
            SpeakingPolicy.AUTOMATIC,
            "en",
            List.of("Kubernetes"),
            new MeetingSettings.Keeping(true, true, "", false),
            MeetingSettings.Limits.DEFAULT,
            List.of(new MeetingSettings.AgendaItem("1", "Budget", "", 5, "Bob")),
            Map.of("deal", "42"),
            TurnSettings.DEFAULT,
            MeetingSettings.Manners.DEFAULT,
            new MeetingSettings.Patience(1_000, 1_500, "One moment.", 3_000, 8_000, "Sorry."),
            1_700_000_000_000L);

    private static List<Input> meeting() {
        List<Input> inputs = new ArrayList<>();
        inputs.add(new Input.Connected(0, MeetingState.IN_CALL, "let-in", "in"));
        inputs.add(new Input.AttendeeCame(1, new Attendee("bob", "Bob", false, false, false, false, true)));
        inputs.add(new Input.BrainReady(2, "test", true, true));
        long now = 32_000_000;
        for (int i = 0; i < 100; i++, now += 32_000_000) {
            inputs.add(
                    new Input.Voice(now, "bob", new VoiceFrame(now, 32_000_000, i < 40 ? 0.95f : 0.02f, -20, 110, 0)));
            if (i % 10 == 9 && i < 40) {
                inputs.add(new Input.Recognized(
                        now,
                        "bob",
                        1,
                        false,
                        "what time is it".substring(0, 5 + i / 4),
                        List.of(new TimedWord("what", 100, now / 1_000_000, 0.9, true)),
                        0.9,
                        "en"));
            }
        }
        inputs.add(new Input.BrainActed(
                now,
                BrainAction.newBuilder()
                        .setSay(Say.newBuilder().setReplyId("r1").setText("Hello."))
                        .build()));
        inputs.add(new Input.Tick(now + 1));
        return inputs;
    }

    private static byte[] written(List<Input> inputs) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        EventLogWriter writer = new EventLogWriter(SETTINGS, file::writeBytes, () -> {});
        MeetingCore core = new MeetingCore(SETTINGS, Pronunciations.load());
        for (Input input : inputs) {
            List<Effect> effects = core.handle(input);
            writer.handled(input, effects);
        }
        writer.close();
        return file.toByteArray();
    }

    @Test
    void shouldGiveBackEveryInput() throws IOException {
        List<Input> inputs = meeting();
        EventLog.Content log = EventLog.read(new ByteArrayInputStream(written(inputs)));
        assertThat(log.settings()).isEqualTo(SETTINGS);
        assertThat(log.steps()).extracting(EventLog.Step::input).isEqualTo(inputs);
        assertThat(log.whole()).isTrue();
    }

    @Test
    void shouldBeCompact() {
        assertThat(written(meeting()).length / meeting().size()).isLessThan(64);
    }

    @Test
    void shouldReplayTheSameDecisions() throws IOException {
        EventLog.Content log = EventLog.read(new ByteArrayInputStream(written(meeting())));
        Replay.Outcome outcome = Replay.run(log, SETTINGS, Pronunciations.load());
        assertThat(outcome.differing()).as(outcome.firstDifference()).isZero();
        assertThat(Replay.decisions(outcome.events())).isNotEmpty();
    }

    @Test
    void shouldReadALogThatACrashCutAnywhere() throws IOException {
        byte[] whole = written(meeting());
        int steps = EventLog.read(new ByteArrayInputStream(whole)).steps().size();
        EventLog.Content cut = EventLog.read(new ByteArrayInputStream(whole, 0, whole.length - 3));
        assertThat(cut.steps()).hasSize(steps - 1);
        assertThat(cut.whole()).isFalse();
    }

    @Test
    void shouldRefuseAnythingElseWithAnIoException() throws IOException {
        byte[] whole = written(meeting());
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = whole.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                EventLog.read(new ByteArrayInputStream(damaged, 0, 1 + random.nextInt(damaged.length)));
            } catch (IOException e) {
                assertThat(e).as("seed %d", seed).isNotNull();
            }
        }
        assertThatThrownBy(() -> EventLog.read(new ByteArrayInputStream(new byte[0])))
                .isInstanceOf(IOException.class);
    }
}
