package parley.brain.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import parley.agent.v1.BrainAction;
import parley.agent.v1.CancelReply;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.StaySilent;

/** Whatever a brain does, the meeting gets whole, ordered replies to turns as they are. */
class BrainLinkFuzzTest {
    @Test
    void shouldKeepItsPromisesWhateverTheBrainDoes() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long until = System.nanoTime() + 2_000_000_000L;
        while (System.nanoTime() < until) {
            play(random);
        }
    }

    private static void play(Random random) {
        LinkBench bench = LinkBench.ready();
        Set<String> committed = new HashSet<>();
        for (int step = 0; step < 120; step++) {
            String turn = "t" + random.nextInt(4);
            int revision = random.nextInt(3);
            String reply = "r" + random.nextInt(6);
            switch (random.nextInt(12)) {
                case 0 -> bench.speculate(turn, revision);
                case 1 -> {
                    bench.commit(turn, revision);
                    committed.add(turn);
                }
                case 2 -> bench.abort(turn, revision);
                case 3 -> bench.pass(random.nextInt(3_000));
                case 4 -> {
                    bench.breaks();
                    bench.pass(1_100);
                    bench.welcome(random.nextInt(20));
                }
                case 5 -> bench.end(reply, random.nextInt(4));
                case 6 ->
                    bench.act(BrainAction.newBuilder()
                            .setCancelReply(CancelReply.newBuilder().setReplyId(reply)));
                case 7 ->
                    bench.act(BrainAction.newBuilder()
                            .setStaySilent(
                                    StaySilent.newBuilder().setTurnId(turn).setTurnRevision(revision)));
                default -> bench.say(reply, turn, revision, random.nextInt(4), "Word. ");
            }
        }
        check(bench, committed);
    }

    private static void check(LinkBench bench, Set<String> committed) {
        Map<String, Integer> next = new HashMap<>();
        Set<String> over = new HashSet<>();
        for (BrainAction action : bench.delivered) {
            switch (action.getActionCase()) {
                case SAY -> {
                    String id = action.getSay().getReplyId();
                    assertThat(over).doesNotContain(id);
                    assertThat(committed).contains(action.getSay().getTurnId());
                    if (!id.startsWith("gateway-")) {
                        assertThat(action.getSay().getIndex()).isEqualTo(next.getOrDefault(id, 0));
                    }
                    next.merge(id, 1, Integer::sum);
                }
                case END_REPLY -> {
                    assertThat(over).doesNotContain(action.getEndReply().getReplyId());
                    assertThat(action.getEndReply().getDeltas())
                            .isEqualTo(next.get(action.getEndReply().getReplyId()));
                    over.add(action.getEndReply().getReplyId());
                }
                case CANCEL_REPLY -> over.add(action.getCancelReply().getReplyId());
                default -> {}
            }
        }
        long last = 0;
        for (GatewayEvent event : bench.toBrain) {
            assertThat(event.getSeq()).isEqualTo(last + 1);
            last = event.getSeq();
        }
    }
}
