package parley.brain.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.agent.v1.ToolCall;
import parley.agent.v1.ToolResult;
import parley.agent.v1.ToolResult.State;
import parley.brain.approval.ApprovalDesk;
import parley.brain.approval.Proposal;
import parley.brain.approval.Proposer;
import parley.brain.approval.ToolRunner;
import parley.brain.approval.ToolUse;
import parley.brain.llm.Toolbox;

/**
 * Runs the tools that a meeting's brain calls. One that only reads runs at once; one with an effect outside the meeting is
 * proposed, and runs when a person or a rule approves it. Any thread; nothing blocks it.
 *
 * <pre>
 *   call --reads--&gt; DONE or FAILED
 *   call --has an effect--&gt; AWAITING_APPROVAL --approved, it ran--&gt; DONE or FAILED
 *                           AWAITING_APPROVAL --rejected--&gt; REJECTED     AWAITING_APPROVAL --time--&gt; EXPIRED
 * </pre>
 */
public final class MeetingTools implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MeetingTools.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 32;

    /** Whose meeting it is. */
    record Who(String tenant, String meetingId, String agent) {}

    private final Toolbox tools;
    private final ApprovalDesk desk;
    private final Who who;
    private final Consumer<ToolResult> told;
    /** Calls that have not come to an end. */
    private final Set<Call> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    MeetingTools(Toolbox tools, ApprovalDesk desk, Who who, Consumer<ToolResult> told) {
        this.tools = tools;
        this.desk = desk;
        this.who = who;
        this.told = told;
    }

    /** Takes a call of the brain; false where there is no such tool. */
    public boolean take(ToolCall wanted) {
        Optional<Toolbox.Spec> tool = tools.tools().stream()
                .filter(t -> t.name().equals(wanted.getName()))
                .findFirst();
        if (tool.isEmpty()) {
            return false;
        }
        Call call = new Call(wanted.getCallId());
        if (open.size() >= AT_ONCE) {
            call.ended(State.STATE_FAILED, ToolRunner.FAILED + "too many calls are under way");
            return true;
        }
        open.add(call);
        if (tool.get().effect()) {
            call.tell(ToolResult.newBuilder().setState(State.STATE_AWAITING_APPROVAL));
            // What is proposed is written down first.
            Thread.ofVirtual().name("proposal").start(() -> call.propose(wanted));
        } else {
            call.run(wanted.getName(), wanted.getArgumentsJson()).whenComplete(call::ran);
        }
        return true;
    }

    /** The meeting is over: nobody is told any more. What was proposed can still be decided on. */
    @Override
    public void close() {
        closed = true;
        open.forEach(desk::leave);
        open.clear();
    }

    /** One call. */
    private final class Call implements Proposer {
        private final String id;

        Call(String id) {
            this.id = id;
        }

        void propose(ToolCall wanted) {
            try {
                desk.propose(
                        new ToolUse(
                                who.tenant(),
                                who.meetingId(),
                                who.agent(),
                                wanted.getName(),
                                wanted.getArgumentsJson(),
                                Proposal.Risk.of(wanted.getName())),
                        this);
                if (closed) {
                    desk.leave(this);
                }
            } catch (RuntimeException e) { // what cannot be written down is not done
                LOG.error("meeting {}: nothing can be proposed", who.meetingId(), e);
                ended(State.STATE_FAILED, ToolRunner.FAILED + "it cannot be proposed just now");
            }
        }

        @Override
        public CompletionStage<String> run(String tool, String argumentsJson) {
            return tools.call(tool, argumentsJson);
        }

        void ran(String answer, Throwable problem) {
            String result = problem == null ? answer : ToolRunner.FAILED + problem.getMessage();
            ended(result.startsWith(ToolRunner.FAILED) ? State.STATE_FAILED : State.STATE_DONE, result);
        }

        @Override
        public void told(Proposal settled, String result) {
            switch (settled.state()) {
                case DONE -> ended(State.STATE_DONE, result);
                case FAILED -> ended(State.STATE_FAILED, result);
                case REJECTED -> ended(State.STATE_REJECTED, reason("it was rejected", settled));
                case EXPIRED -> ended(State.STATE_EXPIRED, "nobody decided in time");
                case PENDING, APPROVED -> {}
            }
        }

        private String reason(String what, Proposal settled) {
            return settled.comment().isBlank() ? what : what + ": " + settled.comment();
        }

        void ended(State state, String text) {
            open.remove(this);
            ToolResult.Builder result = ToolResult.newBuilder().setState(state);
            tell(state == State.STATE_DONE ? result.setResultJson(json(text)) : result.setError(text));
        }

        void tell(ToolResult.Builder result) {
            if (!closed) {
                told.accept(result.setCallId(id).build());
            }
        }
    }

    /** What tools answer is text for a model, which may be JSON and often is not. */
    private static String json(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (node != null && node.isContainerNode()) {
                return text;
            }
            return JSON.writeValueAsString(text);
        } catch (JsonProcessingException e) {
            return JSON.getNodeFactory().textNode(text).toString();
        }
    }
}
