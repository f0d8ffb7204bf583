package parley.brain.llm;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import parley.agent.v1.Say;
import parley.agent.v1.Usage;
import parley.brain.embedded.Wording;
import parley.brain.sdk.Answer;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingLoop;

/**
 * Lets the model word what a facilitator has to say, with the meeting so far before it. What it writes is said only when it
 * names whom it has to and is not too long; else, and when the model is slow or fails, the plain words are said. One thing after the
 * other, so that an item is not introduced before the one before was summed up. On the meeting's loop.
 */
final class ModelWording implements Wording {
    /** Nobody waits for these words, but a meeting must not stand still. */
    private static final long PATIENCE_MILLIS = 6_000;

    private static final int LONGEST_CHARS = 900;

    private record Task(Occasion occasion, String plain, List<String> named, Say.Priority priority) {}

    private final Meeting meeting;
    private final LlmBrain brain;
    private final Thinker thinker;
    private final Queue<Task> waiting = new ArrayDeque<>();
    private boolean busy;

    ModelWording(Meeting meeting, LlmBrain brain, Thinker thinker) {
        this.meeting = meeting;
        this.brain = brain;
        this.thinker = thinker;
    }

    @Override
    public void say(Occasion occasion, String plain, List<String> named, Say.Priority priority) {
        waiting.add(new Task(occasion, plain.strip(), List.copyOf(named), priority));
        next();
    }

    private void next() {
        Task task = busy ? null : waiting.poll();
        if (task != null) {
            busy = true;
            new Saying(task).begin();
        }
    }

    private static String instruction(Task task) {
        String what = switch (task.occasion()) {
            case OPENING -> "Open the meeting.";
            case ITEM -> "Introduce the next item with its time, and ask who is named to begin.";
            case INVITATION -> "Invite who is named to say something on the item; take up what was said, if it helps.";
            case SUMMARY ->
                "Sum up in one or two sentences what was said on the item that ends now, and only that. Write "
                        + SpokenText.SILENT + " when nothing was.";
            case CLOSING ->
                "Close the meeting: what was decided, every action item with who does it and by when, then thank"
                        + " everybody and say goodbye.";
        };
        return "(You lead this meeting, and nobody has asked you anything. " + what
                + " Keep all names, numbers and dates."
                + (task.plain().isEmpty() ? "" : " In plain words it is: " + task.plain()) + ")";
    }

    private final class Saying implements ModelRun.Outcome {
        private final Task task;
        private final SpokenText spoken = new SpokenText();
        private final StringBuilder text = new StringBuilder();
        private final ModelRun run;
        private MeetingLoop.Timer patience = () -> {};
        private boolean over;

        Saying(Task task) {
            this.task = task;
            var messages = thinker.meetingSoFar();
            messages.addObject().put("role", "user").put("content", instruction(task));
            this.run = new ModelRun(
                    brain.client(),
                    meeting.loop(),
                    brain.endpoints(),
                    messages,
                    ChatChunk.JSON.createArrayNode(),
                    brain.settings(),
                    this);
        }

        void begin() {
            patience = meeting.loop().after(PATIENCE_MILLIS, () -> {
                run.cancel();
                end(task.plain());
            });
            run.start();
        }

        @Override
        public void text(String delta) {
            spoken.take(delta).ifPresent(text::append);
        }

        @Override
        public void cost(String model, ChatChunk.Cost cost) {
            brain.spent(model, cost.in() + cost.out());
            meeting.used(Usage.newBuilder()
                    .setModel(model)
                    .setTokensIn(cost.in())
                    .setTokensOut(cost.out())
                    .setTokensCached(cost.cached())
                    .build());
        }

        @Override
        public void finished(List<ModelRun.Call> calls) {
            boolean silent = spoken.silence();
            spoken.rest().ifPresent(text::append);
            String written = text.toString().strip();
            end(silent || written.isEmpty() || !fits(written) ? task.plain() : written);
        }

        private boolean fits(String written) {
            String lower = written.toLowerCase(Locale.ROOT);
            return written.length() <= LONGEST_CHARS
                    && task.named().stream().allMatch(name -> lower.contains(name.toLowerCase(Locale.ROOT)));
        }

        @Override
        public void failed(String reason) {
            end(task.plain());
        }

        private void end(String words) {
            if (over) {
                return;
            }
            over = true;
            patience.cancel();
            if (!words.isEmpty()) {
                Answer answer = meeting.volunteer(task.priority());
                thinker.said(answer.replyId(), words);
                answer.say(words).end();
            }
            busy = false;
            next();
        }
    }
}
