package parley.conversation.meeting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import parley.agent.v1.AskFloor;
import parley.agent.v1.BrainAction;
import parley.agent.v1.CancelReply;
import parley.agent.v1.GatewayEvent.EventCase;
import parley.agent.v1.SetHand;
import parley.agent.v1.Turn;
import parley.conversation.event.MeetingEvent;

/** The hand goes up while the agent waits for the word, and does not stay up. */
class AgentHandTest {
    private static List<Boolean> moves(Scene scene) {
        return scene.effects(Effect.MoveHand.class).stream()
                .map(Effect.MoveHand::raised)
                .toList();
    }

    private static void act(Scene scene, BrainAction.Builder action) {
        scene.tell(new Input.BrainActed(scene.now, action.build()));
    }

    /** Bob asks, and Eve talks on and on, so that no gap comes. */
    private static Scene noGap() {
        Scene scene = new Scene(SpeakingPolicy.AUTOMATIC).joined("bob", "eve");
        scene.says("bob", "ada what time does the review start");
        for (int t = 0; t < 7_000; t += 32) {
            scene.voice("eve", 32, 0.97f);
            scene.now -= 32 * Scene.MILLI;
            scene.silence("bob", 32);
        }
        assertThat(moves(scene)).containsExactly(true);
        return scene;
    }

    private static Turn committed(Scene scene) {
        return scene.brainHeard(EventCase.TURN_COMMITTED)
                .getLast()
                .getTurnCommitted()
                .getTurn();
    }

    @Test
    void shouldLowerItWhenTheFloorGivesTheWord() {
        Scene scene = noGap();
        scene.silence("eve", 2_000);
        assertThat(scene.events(MeetingEvent.Floor.class).getLast().decision()).isEqualTo("speak");
        assertThat(moves(scene)).containsExactly(true, false);
        List<Boolean> seen = scene.events(MeetingEvent.AttendeeChanged.class).stream()
                .filter(e -> e.change().equals("hand"))
                .map(e -> e.attendee().handRaised())
                .toList();
        assertThat(seen).containsExactly(true, false);
        assertThat(scene.brainHeard(EventCase.HAND)).isEmpty();
    }

    @Test
    void shouldLowerItWhenTheBrainTakesItsAnswerBack() {
        Scene scene = noGap();
        Turn turn = committed(scene);
        scene.brainSays("r1", turn.getTurnId(), turn.getRevision(), "At nine.");
        act(
                scene,
                BrainAction.newBuilder()
                        .setCancelReply(
                                CancelReply.newBuilder().setReplyId("r1").setReason("thought again")));
        assertThat(moves(scene)).containsExactly(true, false);
    }

    @Test
    void shouldLowerTheHandThatTheBrainRaisedOnceItIsHeard() {
        Scene scene = new Scene(SpeakingPolicy.ADDRESSED).joined("bob", "eve");
        act(scene, BrainAction.newBuilder().setAskFloor(AskFloor.newBuilder().setReason("a correction")));
        scene.brainSays("own", "", 0, "The review is at ten.");
        assertThat(moves(scene)).containsExactly(true);
        scene.audible();
        assertThat(moves(scene)).containsExactly(true, false);
    }

    @Test
    void shouldLowerItWhenItDoesNotMatterAnyMore() {
        Scene scene = new Scene(SpeakingPolicy.ADDRESSED).joined("bob", "eve");
        act(scene, BrainAction.newBuilder().setAskFloor(AskFloor.newBuilder().setPatienceMs(4_000)));
        scene.pass(3_900);
        assertThat(moves(scene)).containsExactly(true);
        scene.pass(200);
        assertThat(moves(scene)).containsExactly(true, false);
    }

    @Test
    void shouldObeyTheBrainAndGoDownWithIt() {
        Scene scene = new Scene(SpeakingPolicy.SCRIBE).joined("bob", "eve");
        act(scene, BrainAction.newBuilder().setHand(SetHand.newBuilder().setRaised(true)));
        act(scene, BrainAction.newBuilder().setHand(SetHand.newBuilder().setRaised(false)));
        act(scene, BrainAction.newBuilder().setHand(SetHand.newBuilder().setRaised(true)));
        scene.tell(new Input.BrainLost(scene.now, "gone", false));
        assertThat(moves(scene)).containsExactly(true, false, true, false);
    }
}
