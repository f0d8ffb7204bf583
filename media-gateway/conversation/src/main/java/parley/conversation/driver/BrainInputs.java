package parley.conversation.driver;

import parley.agent.v1.BrainAction;
import parley.conversation.meeting.Input;

/** What the brain does, as inputs. Called on any thread. */
final class BrainInputs implements BrainPort.Listener {
    private final InputDoor door;

    BrainInputs(InputDoor door) {
        this.door = door;
    }

    @Override
    public void ready(String name, boolean wantsLive, boolean wantsSpeculation) {
        door.later(() -> door.tell(new Input.BrainReady(door.nowNanos(), name, wantsLive, wantsSpeculation)));
    }

    @Override
    public void acted(BrainAction action) {
        door.later(() -> door.tell(new Input.BrainActed(door.nowNanos(), action)));
    }

    @Override
    public void lost(String message, boolean forGood) {
        door.later(() -> door.tell(new Input.BrainLost(door.nowNanos(), message, forGood)));
    }

    @Override
    public void budget(String budget, double share, boolean exhausted) {
        door.later(() -> door.tell(new Input.BudgetUsed(door.nowNanos(), budget, share, exhausted)));
    }
}
