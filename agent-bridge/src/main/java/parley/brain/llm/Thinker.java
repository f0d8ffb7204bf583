package parley.brain.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import parley.agent.v1.Addressed;
import parley.agent.v1.ChatReceived;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.Interrupted;
import parley.agent.v1.Note;
import parley.agent.v1.Participant;
import parley.agent.v1.Say;
import parley.agent.v1.Tool;
import parley.agent.v1.ToolResult;
import parley.agent.v1.Turn;
import parley.agent.v1.Usage;
import parley.agent.v1.UtteranceHeard;
import parley.brain.approval.Proposal;
import parley.brain.approval.ToolRunner;
import parley.brain.embedded.MeetingNotes;
import parley.brain.embedded.MinutesEar;
import parley.brain.memory.MemoryStore;
import parley.brain.mind.Mind;
import parley.brain.sdk.Answer;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingHandler;

/** One meeting of the brain with a language model. */
final class Thinker implements MeetingHandler {
    private static final int TOOL_ROUNDS = 4;
    private static final String SORRY = "I'm sorry, I can't reach my language model just now.";
    private static final String LOST = "Sorry, I lost the thread there.";

    private final Meeting meeting;
    private final LlmBrain brain;
    private final MemoryStore memory;
    private final ApprovedToolbox toolbox;
    private final MeetingNotes notes;
    private final ArrayNode beginning = ChatChunk.JSON.createArrayNode();
    private final ArrayNode tools = ChatChunk.JSON.createArrayNode();
    private final Transcript transcript = new Transcript();
    private final Map<String, CompletableFuture<String>> gatewayCalls = new HashMap<>();
    private MinutesEar ear;

    Thinker(Meeting meeting, LlmBrain brain, Mind mind, MemoryStore memory, Toolbox toolbox, MeetingNotes notes) {
        this.meeting = meeting;
        this.brain = brain;
        this.memory = memory;
        this.toolbox = new ApprovedToolbox(toolbox, brain.approvals(), meeting, this::settled);
        this.notes = notes;
        this.ear = new MinutesEar(firstNames());
        Prompt.begin(beginning, mind, meeting.opened(), memory.about(names()));
        meeting.opened().getToolsList().stream()
                .map(t -> new Toolbox.Spec(
                        t.getName(),
                        t.getDescription(),
                        t.getParametersJsonSchema(),
                        t.getEffect() == Tool.Effect.EFFECT_OUTSIDE))
                .forEach(this::offer);
        this.toolbox.tools().forEach(this::offer);
    }

    private void offer(Toolbox.Spec spec) {
        ObjectNode function = tools.addObject().put("type", "function").putObject("function");
        function.put("name", spec.name());
        function.put("description", spec.description() + (spec.effect() ? " (a person has to approve it first)" : ""));
        try {
            function.set("parameters", ChatChunk.JSON.readTree(spec.parametersJsonSchema()));
        } catch (JsonProcessingException e) {
            function.putObject("parameters").put("type", "object");
        }
    }

    private List<String> names() {
        return meeting.participants().stream()
                .filter(p -> p.getKind() != Participant.Kind.KIND_SELF)
                .map(Participant::getName)
                .filter(n -> !n.isBlank())
                .toList();
    }

    private List<String> firstNames() {
        return names().stream().map(n -> n.split("\\s+")[0]).toList();
    }

    // ------------------------------------------------------------------------------------------------ listening

    @Override
    public void onUtterance(UtteranceHeard utterance) {
        if (!utterance.getFinal()) {
            return;
        }
        String speaker = meeting.nameOf(utterance.getParticipantId());
        transcript.heard(meeting.atMillis(), speaker, utterance.getText());
        memory.hear(meeting.id(), speaker, utterance.getText());
        ear.hear(speaker.split("\\s+")[0], utterance.getText())
                .filter(n -> !notes.holds(n))
                .ifPresent(n -> keep(n.toBuilder()
                        .addUtteranceIds(utterance.getUtteranceId())
                        .build()));
    }

    /** A remark at the end, since what was said before is what the endpoint has cached. */
    @Override
    public void onCorrection(UtteranceHeard utterance) {
        transcript.corrected(utterance.getStartMs(), utterance.getSpeaker(), utterance.getText());
    }

    private void keep(Note note) {
        notes.add(note.toBuilder().setNoteId(meeting.note(note)).build());
    }

    @Override
    public void onJoined(Participant participant) {
        ear = new MinutesEar(firstNames());
        transcript.remark(participant.getName() + " came in");
    }

    @Override
    public void onLeft(Participant participant) {
        transcript.remark(participant.getName() + " left");
    }

    @Override
    public void onChat(ChatReceived chat) {
        transcript.heard(
                meeting.atMillis(), meeting.nameOf(chat.getParticipantId()) + " (in the chat)", chat.getText());
    }

    @Override
    public void onInterrupted(Interrupted interrupted) {
        transcript.interrupted(interrupted.getReplyId(), interrupted.getHeardText());
    }

    @Override
    public void onToolResult(ToolResult result) {
        if (result.getState() == ToolResult.State.STATE_AWAITING_APPROVAL) {
            return;
        }
        CompletableFuture<String> waiting = gatewayCalls.remove(result.getCallId());
        if (waiting != null) {
            waiting.complete(
                    result.getError().isEmpty() ? result.getResultJson() : ToolRunner.FAILED + result.getError());
        }
    }

    // ------------------------------------------------------------------------------------------------ answering

    @Override
    public void onTurn(Turn turn, Answer answer) {
        if (meeting.opened().getPolicy() == FloorPolicy.FLOOR_POLICY_SCRIBE) {
            answer.silent("a scribe does not speak");
            return;
        }
        if (toolbox.isDecision(turn.getText())) {
            answer.say("All right.").end();
            answer.whenCommitted(() -> toolbox.heard(turn.getText(), meeting.nameOf(turn.getParticipantId())));
            return;
        }
        ArrayNode messages = meetingSoFar();
        messages.addObject().put("role", "user").put("content", request(turn));
        new Thought(turn, answer, messages).think();
    }

    /** The meeting so far as a model reads it. */
    ArrayNode meetingSoFar() {
        ArrayNode messages = beginning.deepCopy();
        transcript.addTo(messages);
        return messages;
    }

    /** The agent said something that no turn asked for. */
    void said(String replyId, String text) {
        transcript.said(replyId, text);
    }

    private String request(Turn turn) {
        String who = meeting.nameOf(turn.getParticipantId());
        String whom = turn.getAddressed() == Addressed.ADDRESSED_NOBODY ? "everybody" : "you";
        return who + " to " + whom + ": " + turn.getText();
    }

    /** Somebody, a rule or time decided on a proposal, and where it was approved the tool has run. */
    private void settled(Proposal proposal, String result) {
        String what = proposal.use().tool().replace('_', ' ');
        String line = switch (proposal.state()) {
            case DONE -> what + " is done.";
            case FAILED -> what + " did not work.";
            case REJECTED -> "I leave " + what + ".";
            case EXPIRED -> "Nobody approved " + what + ", so I leave it.";
            case PENDING, APPROVED -> "";
        };
        String comment = proposal.comment().isEmpty() ? "" : " (" + proposal.comment() + ")";
        transcript.remark(proposal.id() + " is " + proposal.state() + ", decided by " + proposal.decidedBy() + comment
                + (result.isEmpty() ? "" : ": " + result));
        if (!line.isEmpty()) {
            meeting.volunteer(Say.Priority.PRIORITY_UNSPECIFIED).say(line).end();
        }
    }

    /** One turn's answer, over its tool calls. */
    private final class Thought implements ModelRun.Outcome {
        private final Turn turn;
        private final Answer answer;
        private final ArrayNode messages;
        private final SpokenText spoken = new SpokenText();
        private final StringBuilder said = new StringBuilder();
        private int rounds;
        private ModelRun run;

        Thought(Turn turn, Answer answer, ArrayNode messages) {
            this.turn = turn;
            this.answer = answer;
            this.messages = messages;
            this.run = newRun();
        }

        private ModelRun newRun() {
            return new ModelRun(
                    brain.client(),
                    meeting.loop(),
                    brain.endpoints(),
                    messages,
                    rounds < TOOL_ROUNDS ? tools : ChatChunk.JSON.createArrayNode(),
                    brain.settings(),
                    this);
        }

        void think() {
            answer.whenCancelled(() -> {
                run.cancel();
                remember();
            });
            run.start();
        }

        @Override
        public void text(String delta) {
            spoken.take(delta).ifPresent(this::say);
        }

        private void say(String text) {
            said.append(text);
            answer.say(text);
        }

        @Override
        public void cost(String model, ChatChunk.Cost cost) {
            brain.spent(model, cost.in() + cost.out());
            meeting.used(Usage.newBuilder()
                    .setModel(model)
                    .setTokensIn(cost.in())
                    .setTokensOut(cost.out())
                    .setTokensCached(cost.cached())
                    .setTurnId(turn.getTurnId())
                    .setSpeculative(answer.speculative())
                    .build());
        }

        @Override
        public void finished(List<ModelRun.Call> calls) {
            if (!calls.isEmpty()) {
                callTools(calls);
                return;
            }
            if (spoken.silence()) {
                answer.silent("the model has nothing to say");
                return;
            }
            spoken.rest().ifPresent(this::say);
            answer.end();
            answer.whenCommitted(this::remember);
        }

        private void remember() {
            if (!said.isEmpty()) {
                transcript.said(answer.replyId(), said.toString());
                said.setLength(0);
            }
        }

        @Override
        public void failed(String reason) {
            spoken.rest().ifPresent(this::say);
            answer.say(said.isEmpty() ? SORRY : " " + LOST).end();
            meeting.act(parley.agent.v1.BrainAction.newBuilder()
                    .setError(parley.agent.v1.Error.newBuilder()
                            .setCode(parley.agent.v1.Error.Code.CODE_UNAVAILABLE)
                            .setMessage(reason)));
            answer.whenCommitted(this::remember);
        }

        /** What a tool does cannot be taken back, so it waits until the turn is committed. */
        private void callTools(List<ModelRun.Call> calls) {
            answer.whenCommitted(() -> {
                rounds++;
                ObjectNode asked = messages.addObject().put("role", "assistant").put("content", run.written());
                ArrayNode list = asked.putArray("tool_calls");
                List<CompletableFuture<String>> results = new ArrayList<>();
                for (ModelRun.Call call : calls) {
                    ObjectNode function = list.addObject()
                            .put("id", call.id())
                            .put("type", "function")
                            .putObject("function");
                    function.put("name", call.name()).put("arguments", call.arguments());
                    results.add(callTool(call).toCompletableFuture());
                }
                CompletableFuture.allOf(results.toArray(new CompletableFuture<?>[0]))
                        .whenComplete((r, e) -> meeting.loop().execute(() -> goOn(calls, results)));
            });
        }

        private void goOn(List<ModelRun.Call> calls, List<CompletableFuture<String>> results) {
            if (answer.cancelled()) {
                return;
            }
            for (int i = 0; i < calls.size(); i++) {
                String result = results.get(i)
                        .exceptionally(e -> ToolRunner.FAILED + e.getMessage())
                        .join();
                messages.addObject()
                        .put("role", "tool")
                        .put("tool_call_id", calls.get(i).id())
                        .put("content", result);
            }
            run = newRun();
            run.start();
        }

        private CompletionStage<String> callTool(ModelRun.Call call) {
            boolean gateways = meeting.opened().getToolsList().stream()
                    .anyMatch(t -> t.getName().equals(call.name()));
            if (!gateways) {
                return toolbox.call(call.name(), call.arguments());
            }
            CompletableFuture<String> result = new CompletableFuture<>();
            gatewayCalls.put(meeting.callTool(call.name(), call.arguments(), turn.getTurnId()), result);
            return result;
        }
    }

    // ------------------------------------------------------------------------------------------------ afterwards

    @Override
    public CompletionStage<?> onClosing(String reason) {
        toolbox.close();
        if (!notes.isEmpty()) {
            meeting.note(notes.summary());
        }
        return CompletableFuture.runAsync(memory::save);
    }
}
