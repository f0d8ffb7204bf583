package parley.brain.embedded;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import parley.agent.v1.AgendaItem;
import parley.agent.v1.AgendaMoved;
import parley.agent.v1.ChatReceived;
import parley.agent.v1.Note;
import parley.agent.v1.Participant;
import parley.agent.v1.Say;
import parley.agent.v1.Turn;
import parley.agent.v1.UtteranceHeard;
import parley.brain.sdk.Answer;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingHandler;
import parley.brain.sdk.MeetingLoop;

/** Runs a meeting: opens it, goes through the agenda with time boxes, invites quiet people, sums up and closes. */
public final class Facilitator implements MeetingHandler {
    private static final int DEFAULT_MINUTES = 5;
    private static final int EXTENSION_MINUTES = 3;
    private static final double INVITE_AT = 0.45;
    private static final double WARN_AT = 0.8;
    private static final Pattern NEXT = Pattern.compile(
            ".*\\b(?:next (?:item|point|topic|one)|move on|go on with the agenda|let's continue with the agenda|"
                    + "we're done (?:here|with (?:this|that)))\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern READY = Pattern.compile(
            ".*\\b(?:(?:we are|we're|i am|i'm|everybody is) (?:all )?ready|(?:let's|let us|shall we|we can) (?:begin|start))[.!?]*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LONGER = Pattern.compile(
            ".*\\b(?:more time|few more minutes|a bit longer|(?:two|three|five) more minutes|not done yet)\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WHERE = Pattern.compile(
            ".*\\b(?:where are we|what's next|what is next|how much time|time (?:is )?left|which item|the agenda)\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSE = Pattern.compile(
            ".*\\b(?:close the meeting|wrap up|end the meeting|let's finish|we're finished)\\b.*",
            Pattern.CASE_INSENSITIVE);

    private final Meeting meeting;
    private final MeetingHandler companion;
    private final MeetingNotes notes;
    private final Wording wording;
    private final List<AgendaItem> agenda;
    private final Map<String, Long> spokenMillis = new HashMap<>();
    private final Set<String> spokeInItem = new HashSet<>();
    private final Set<String> invitedInItem = new HashSet<>();
    private final List<MeetingLoop.Timer> timers = new ArrayList<>();
    private int at = -1;
    private long endsAtMillis;
    private boolean opened;
    private boolean closed;

    Facilitator(Meeting meeting, Companion companion) {
        this(meeting, companion, companion.notes(), Wording.plain(meeting));
    }

    /** @param companion answers what is not about the agenda */
    public Facilitator(Meeting meeting, MeetingHandler companion, MeetingNotes notes, Wording wording) {
        this.meeting = meeting;
        this.companion = companion;
        this.notes = notes;
        this.wording = wording;
        this.agenda = meeting.opened().getAgendaList();
    }

    private List<Participant> people() {
        return meeting.participants().stream()
                .filter(p -> p.getKind() != Participant.Kind.KIND_SELF && p.getKind() != Participant.Kind.KIND_AGENT)
                .filter(p -> !p.getName().isBlank())
                .toList();
    }

    // ------------------------------------------------------------------------------------------------ the agenda

    @Override
    public void onOpened() {
        opened = meeting.resumed();
        openIfSomebodyIsThere();
    }

    @Override
    public void onJoined(Participant participant) {
        if (opened && !closed && !participant.getName().isBlank()) {
            meeting.volunteer(Say.Priority.PRIORITY_BACKGROUND)
                    .say("Welcome, " + first(participant.getName()) + "."
                            + current()
                                    .map(i -> " We are at " + MeetingNotes.decapitalized(i.getTitle()) + ".")
                                    .orElse(""))
                    .end();
        }
        openIfSomebodyIsThere();
    }

    private void openIfSomebodyIsThere() {
        if (opened || people().isEmpty()) {
            return;
        }
        opened = true;
        String title = meeting.opened().getTitle();
        String line = "Welcome" + (title.isBlank() ? "" : " to " + title) + ". I'm " + meeting.ownName()
                + ", and I'll lead us through the meeting. ";
        if (agenda.isEmpty()) {
            say(Wording.Occasion.OPENING, line + "There is no agenda, so please just begin; I take notes.");
            return;
        }
        int minutes = agenda.stream().mapToInt(Facilitator::minutes).sum();
        String items = agenda.size() == 1 ? "one item" : agenda.size() + " items";
        say(Wording.Occasion.OPENING, line + "We have " + items + " and " + minutes + " minutes.");
        begin(0, "First");
    }

    private static int minutes(AgendaItem item) {
        return item.getMinutes() == 0 ? DEFAULT_MINUTES : item.getMinutes();
    }

    private Optional<AgendaItem> current() {
        return at >= 0 && at < agenda.size() ? Optional.of(agenda.get(at)) : Optional.empty();
    }

    private void begin(int index, String how) {
        stopTimers();
        at = index;
        spokeInItem.clear();
        invitedInItem.clear();
        AgendaItem item = agenda.get(index);
        meeting.moveAgenda(item.getId());
        String description =
                item.getDescription().isBlank() ? "" : item.getDescription().strip() + " ";
        String who =
                item.getOwner().isBlank() ? quietest().map(Participant::getName).orElse("") : item.getOwner();
        if (!who.isBlank()) {
            invitedInItem.add(first(who).toLowerCase(Locale.ROOT));
        }
        String invitation = who.isBlank() ? "Who would like to begin?" : first(who) + ", would you like to begin?";
        wording.say(
                Wording.Occasion.ITEM,
                how + ": " + item.getTitle() + ", " + minutes(item) + " minutes. " + description + invitation,
                who.isBlank() ? List.of() : List.of(first(who)),
                Say.Priority.PRIORITY_UNSPECIFIED);
        plan(minutes(item) * 60_000L);
    }

    private void plan(long millis) {
        stopTimers();
        endsAtMillis = meeting.loop().nowMillis() + millis;
        timers.add(meeting.loop().after((long) (millis * INVITE_AT), this::inviteSomebodyQuiet));
        timers.add(meeting.loop().after((long) (millis * WARN_AT), this::warn));
        timers.add(meeting.loop().after(millis, this::timeIsOver));
    }

    private void stopTimers() {
        timers.forEach(MeetingLoop.Timer::cancel);
        timers.clear();
    }

    private Optional<Participant> quietest() {
        return people().stream()
                .filter(p -> !invitedInItem.contains(first(p.getName()).toLowerCase(Locale.ROOT)))
                .filter(p -> !spokeInItem.contains(p.getId()))
                .min(Comparator.comparingLong((Participant p) -> spokenMillis.getOrDefault(p.getId(), 0L)));
    }

    private void inviteSomebodyQuiet() {
        quietest().ifPresent(quiet -> {
            invitedInItem.add(first(quiet.getName()).toLowerCase(Locale.ROOT));
            wording.say(
                    Wording.Occasion.INVITATION,
                    first(quiet.getName()) + ", we haven't heard you on this yet. What do you think?",
                    List.of(first(quiet.getName())),
                    Say.Priority.PRIORITY_BACKGROUND);
        });
    }

    private void warn() {
        current().ifPresent(item -> {
            long left = Math.max(1, Math.round((endsAtMillis - meeting.loop().nowMillis()) / 60_000.0));
            meeting.volunteer(Say.Priority.PRIORITY_BACKGROUND)
                    .say("About " + (left == 1 ? "a minute" : left + " minutes") + " left for "
                            + MeetingNotes.decapitalized(item.getTitle()) + ".")
                    .end();
        });
    }

    private void timeIsOver() {
        current().ifPresent(item -> next("Time is over for " + MeetingNotes.decapitalized(item.getTitle()) + ". "));
    }

    private void next(String before) {
        if (at + 1 < agenda.size()) {
            say(Wording.Occasion.SUMMARY, before + itemSummary());
            begin(at + 1, "Next");
        } else {
            close(before);
        }
    }

    private String itemSummary() {
        List<Note> decisions = notes.of(Note.Kind.KIND_DECISION);
        List<Note> items = notes.of(Note.Kind.KIND_ACTION_ITEM);
        if (decisions.isEmpty() && items.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        if (!decisions.isEmpty()) {
            parts.add("we decided to "
                    + MeetingNotes.decapitalized(decisions.getLast().getText()));
        }
        if (!items.isEmpty()) {
            parts.add(MeetingNotes.spokenItem(items.getLast()));
        }
        return "So far: " + String.join(", and ", parts) + ".";
    }

    private void close(String before) {
        if (closed) {
            return;
        }
        closed = true;
        stopTimers();
        at = agenda.size();
        meeting.moveAgenda("");
        Note summary = notes.summary();
        meeting.note(summary);
        wording.say(
                Wording.Occasion.CLOSING,
                before + "That was the agenda. " + summary.getText() + " Thank you all, and goodbye.",
                notes.of(Note.Kind.KIND_ACTION_ITEM).stream()
                        .map(Note::getOwner)
                        .filter(owner -> !owner.isBlank())
                        .distinct()
                        .toList(),
                Say.Priority.PRIORITY_UNSPECIFIED);
    }

    private void say(Wording.Occasion occasion, String text) {
        wording.say(occasion, text, List.of(), Say.Priority.PRIORITY_UNSPECIFIED);
    }

    private static String first(String name) {
        return name.strip().split("\\s+")[0];
    }

    // ------------------------------------------------------------------------------------------------ people

    @Override
    public void onTurn(Turn turn, Answer answer) {
        String text = turn.getText();
        if (NEXT.matcher(text).matches() && at < agenda.size()) {
            answer.say("All right.").end();
            answer.whenCommitted(() -> next(""));
        } else if (LONGER.matcher(text).matches() && current().isPresent()) {
            answer.say("Fine, " + EXTENSION_MINUTES + " more minutes.").end();
            answer.whenCommitted(
                    () -> plan(Math.max(0, endsAtMillis - meeting.loop().nowMillis()) + EXTENSION_MINUTES * 60_000L));
        } else if (CLOSE.matcher(text).matches()) {
            answer.say("Very well.").end();
            answer.whenCommitted(() -> close(""));
        } else if (WHERE.matcher(text).matches()) {
            Companion.speak(answer, whereWeAre());
        } else if (turn.getAddressed() == parley.agent.v1.Addressed.ADDRESSED_BY_NAME
                || turn.getAddressed() == parley.agent.v1.Addressed.ADDRESSED_BY_CONTEXT && people().size() == 1) {
            if (READY.matcher(text).matches() && current().isPresent()) {
                Companion.speak(answer, "Good, then let's begin. " + whereWeAre());
            } else {
                companion.onTurn(turn, answer);
            }
        } else {
            answer.silent("people talk about the item");
        }
    }

    private String whereWeAre() {
        return current()
                .map(item -> {
                    long left = Math.max(
                            0, Math.round((endsAtMillis - meeting.loop().nowMillis()) / 60_000.0));
                    String after = at + 1 < agenda.size()
                            ? " After that: " + agenda.get(at + 1).getTitle() + "."
                            : " It is the last one.";
                    return "We are at " + MeetingNotes.decapitalized(item.getTitle()) + " with " + left
                            + (left == 1 ? " minute" : " minutes") + " left." + after;
                })
                .orElse("We are through the agenda.");
    }

    @Override
    public void onAgendaMoved(AgendaMoved moved) {
        for (int i = 0; i < agenda.size(); i++) {
            if (agenda.get(i).getId().equals(moved.getItemId()) && i != at && !closed) {
                begin(i, "Now");
                return;
            }
        }
    }

    @Override
    public void onUtterance(UtteranceHeard utterance) {
        spokeInItem.add(utterance.getParticipantId());
        spokenMillis.merge(
                utterance.getParticipantId(), Math.max(0, utterance.getEndMs() - utterance.getStartMs()), Long::sum);
        companion.onUtterance(utterance);
    }

    @Override
    public void onChat(ChatReceived chat) {
        companion.onChat(chat);
    }

    @Override
    public CompletionStage<?> onClosing(String reason) {
        stopTimers();
        if (!closed && !notes.isEmpty()) {
            meeting.note(notes.summary());
        }
        return companion.onClosing(reason);
    }
}
