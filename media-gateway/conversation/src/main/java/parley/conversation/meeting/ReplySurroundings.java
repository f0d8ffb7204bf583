package parley.conversation.meeting;

import java.util.Optional;

/** What the replies need to know of the rest of the meeting, and what the rest needs to know of them. */
interface ReplySurroundings {
    /** Before the desks have been connected: nobody is there. */
    ReplySurroundings NONE = new ReplySurroundings() {
        @Override
        public Optional<TurnRecord> turn(String turnId) {
            return Optional.empty();
        }

        @Override
        public boolean anybodyTalks() {
            return false;
        }

        @Override
        public long lastVoiceNanos() {
            return 0;
        }

        @Override
        public boolean agentMaySpeakUnasked() {
            return true;
        }

        @Override
        public boolean inMeeting() {
            return false;
        }

        @Override
        public void agentBegan(Optional<TurnRecord> turn, String text, boolean byGateway) {}

        @Override
        public void notSaid(String turnId) {}

        @Override
        public void agentSaid(String text) {}
    };

    Optional<TurnRecord> turn(String turnId);

    boolean anybodyTalks();

    long lastVoiceNanos();

    boolean agentMaySpeakUnasked();

    boolean inMeeting();

    /** The agent's first sound of a reply has left. */
    void agentBegan(Optional<TurnRecord> turn, String text, boolean byGateway);

    /** Nothing will be heard of a reply of the brain's. */
    void notSaid(String turnId);

    /** The agent has said this, and it was heard. */
    void agentSaid(String text);
}
