package parley.brain.sdk;

import java.util.function.Function;
import parley.agent.v1.Wants;

/** An agent's cognition: told about meetings, it decides what to say. */
public interface Brain {
    /** Name and version, for logs and the console. */
    String name();

    /** What it would like to be told. */
    default Wants wants() {
        return Wants.newBuilder().setSpeculation(true).build();
    }

    /** A meeting begins for it. The handler is used for this meeting only, on the meeting's loop. */
    MeetingHandler attend(Meeting meeting);

    /** A brain in one line. */
    static Brain named(String name, Function<Meeting, MeetingHandler> attend) {
        return new Brain() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public MeetingHandler attend(Meeting meeting) {
                return attend.apply(meeting);
            }
        };
    }
}
