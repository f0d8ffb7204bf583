package parley.conversation.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import parley.agent.v1.GatewayEvent.EventCase;
import parley.agent.v1.Turn;

/** What a meeting is told of how its agent is to behave among voices. */
class MannersTest {
    private static MeetingSettings.Manners manners(int recoverMillis, boolean speculates, boolean raisesHand) {
        return new MeetingSettings.Manners(recoverMillis, 12_000, speculates, raisesHand, true);
    }

    /** The agent speaks, somebody makes a long sound without words, and then nothing for a second. */
    private static Scene soundWithoutWords(int recoverMillis) {
        Scene scene = new Scene(SpeakingPolicy.CONVERSATION, manners(recoverMillis, true, true)).joined("bob");
        scene.says("bob", "tell me about the budget").silence("bob", 1_500);
        Turn turn = scene.brainHeard(EventCase.TURN_COMMITTED)
                .getLast()
                .getTurnCommitted()
                .getTurn();
        scene.brainSays("r1", turn.getTurnId(), turn.getRevision(), "The budget is large and so on and so on.");
        scene.audible().pass(1_000);
        return scene.voice("bob", 1_300, 0.97f).silence("bob", 1_000);
    }

    @Test
    void shouldUndoAFalseStopAfterAsLongAsItIsTold() {
        assertThat(soundWithoutWords(600).effects(Effect.Resume.class)).hasSize(1);
        assertThat(soundWithoutWords(4_000).effects(Effect.Resume.class)).isEmpty();
    }

    @Test
    void shouldAskTheBrainEarlyOnlyWhereThatIsWanted() {
        for (boolean wanted : new boolean[] {true, false}) {
            Scene scene = new Scene(SpeakingPolicy.CONVERSATION, manners(1_500, wanted, true)).joined("bob");
            scene.says("bob", "what time does the review start").silence("bob", 1_500);
            assertThat(scene.brainHeard(EventCase.TURN_SPECULATED).isEmpty()).isEqualTo(!wanted);
            assertThat(scene.brainHeard(EventCase.TURN_COMMITTED)).hasSize(1);
        }
    }

    @Test
    void shouldRaiseAHandOnlyWhereThePlatformHasOne() {
        for (boolean hands : new boolean[] {true, false}) {
            Scene scene = new Scene(SpeakingPolicy.ADDRESSED, manners(1_500, true, hands)).joined("bob", "eve");
            scene.voice("eve", 600, 0.97f);
            scene.says("bob", "ada what do you think about the budget").silence("bob", 1_500);
            scene.pass(8_000);
            assertThat(scene.effects(Effect.MoveHand.class).isEmpty()).isEqualTo(!hands);
        }
    }
}
