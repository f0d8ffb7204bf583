package parley.brain.bench;

import java.io.IOException;
import parley.agent.v1.Turn;
import parley.brain.sdk.Answer;
import parley.brain.sdk.Brain;
import parley.brain.sdk.BrainServer;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingHandler;

/** A brain that answers in several pieces with pauses, so that it can be killed in the middle of one. */
public final class BenchBrain {
    static final int DELTAS = 6;
    static final long BETWEEN_MILLIS = 40;
    /** Printed when the brain can be called. */
    static final String LISTENING = "listening";

    private BenchBrain() {}

    static Brain create(long betweenMillis) {
        return Brain.named("bench", meeting -> new MeetingHandler() {
            @Override
            public void onTurn(Turn turn, Answer answer) {
                next(meeting, turn, answer, 0);
            }

            private void next(Meeting in, Turn turn, Answer answer, int delta) {
                if (delta == DELTAS) {
                    answer.end();
                    return;
                }
                answer.say(turn.getTurnId() + "-" + delta + ", ");
                in.loop().after(betweenMillis, () -> next(in, turn, answer, delta + 1));
            }
        });
    }

    /** A process of its own: the port is its argument. It ends when its standard input does. */
    public static void main(String[] args) throws IOException {
        try (BrainServer server = BrainServer.on(create(BETWEEN_MILLIS), Integer.parseInt(args[0]))) {
            System.out.println(LISTENING + " " + server.port());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Until whoever started it is gone.
            }
        }
    }
}
