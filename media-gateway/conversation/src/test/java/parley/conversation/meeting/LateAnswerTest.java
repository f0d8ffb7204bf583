package parley.conversation.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.agent.v1.GatewayEvent.EventCase;
import parley.agent.v1.Turn;

class LateAnswerTest {
    private final Scene scene = new Scene(SpeakingPolicy.CONVERSATION).joined("bob");

    private Turn asked() {
        scene.says("bob", "what time does the review start").silence("bob", 1_000);
        return scene.brainHeard(EventCase.TURN_COMMITTED)
                .getLast()
                .getTurnCommitted()
                .getTurn();
    }

    private List<String> said() {
        return scene.effects(Effect.AppendSpeech.class).stream()
                .map(Effect.AppendSpeech::delta)
                .toList();
    }

    private List<Boolean> thinking() {
        return scene.effects(Effect.Think.class).stream()
                .map(Effect.Think::audible)
                .toList();
    }

    @Test
    void shouldSayAWordThenSoundThenAnswer() {
        Turn turn = asked();
        scene.silence("bob", 1_000);
        assertThat(said()).isEmpty();
        scene.silence("bob", 1_000);
        assertThat(said()).containsExactly("One moment.");
        scene.audible().playedOut("One moment.").silence("bob", 1_300);
        assertThat(thinking()).isEmpty();
        scene.silence("bob", 300);
        assertThat(thinking()).containsExactly(true);
        scene.brainSays("r1", turn.getTurnId(), turn.getRevision(), "It starts at nine.");
        assertThat(scene.played().replyId()).isEqualTo("r1");
        assertThat(thinking()).containsExactly(true, false);
    }

    @Test
    void shouldNotCountTheWordAsAnAnswer() {
        asked();
        scene.silence("bob", 2_000).audible().playedOut("One moment.").silence("bob", 8_000);
        assertThat(said()).containsExactly("One moment.", "Sorry, I cannot answer right now.");
        assertThat(thinking()).containsExactly(true, false);
    }

    @Test
    void shouldBeStillWhileSomebodySpeaks() {
        asked();
        scene.silence("bob", 2_000).audible().playedOut("One moment.").silence("bob", 1_800);
        assertThat(thinking()).containsExactly(true);
        scene.says("bob", "hello are you there");
        assertThat(thinking()).containsExactly(true, false);
    }

    @Test
    void shouldKeepTheWordWhereTheAnswerCameFirst() {
        Turn turn = asked();
        scene.silence("bob", 1_600);
        scene.voice("bob", 320, 0.97f);
        scene.brainSays("r1", turn.getTurnId(), turn.getRevision(), "It starts at nine.");
        scene.silence("bob", 3_000);
        assertThat(said()).doesNotContain("One moment.");
    }

    @Test
    void shouldNotBridgeWhatIsNotForTheAgent() {
        Scene group = new Scene(SpeakingPolicy.AUTOMATIC).joined("bob", "eve");
        group.says("bob", "eve can you send me the numbers").silence("bob", 9_000);
        assertThat(group.effects(Effect.AppendSpeech.class)).isEmpty();
        assertThat(group.effects(Effect.Think.class)).isEmpty();
    }
}
