package parley.brain.embedded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import parley.agent.v1.AgendaItem;
import parley.agent.v1.AgendaMoved;
import parley.agent.v1.ChatReceived;
import parley.agent.v1.HandChanged;
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
    /** A pause for thought is shorter. */
    private static final long DEAD_AIR_MILLIS = 10_000;

    private static final int SUMMED_UP_AT_MOST = 3;
    private static final double INVITE_AT = 0.45;
    private static final double INVITE_AGAIN_AT = 0.65;
    private static final double WARN_AT = 0.8;
    private static final Pattern READY = Pattern.compile(
            ".*\\b(?:(?:we are|we're|i am|i'm|everybody is) (?:all )?ready|(?:let's|let us|shall we|we can) (?:begin|start))[.!?]*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern LONGER = Pattern.compile(
            ".*\\b(?:more time|few more minutes|a bit longer|(?:two|three|five) more minutes|not done yet)\\b.*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WHERE = Pattern.compile(
            ".*\\b(?:where are we|what's next|what is next|how much time|time (?:is )?left|which item|the agenda)\\b.*",
            Pattern.CASE_INSENSITIVE);
    /** People come one after the other: the meeting is opened when nobody has come for so long, and nobody waits longer than that. */
    private static final long SETTLED_MILLIS = 1_500;

    private static final long OPENS_WITHIN_MILLIS = 6_000;
    /** Who comes during the opening hears that it is one. */
    private static final long OPENING_MILLIS = 12_000;
    /** What is asked for in a turn of the agent's comes as a turn by then; else somebody asked the whole group for it. */
    private static final long TURN_WITHIN_MILLIS = 2_500;

    private final Meeting meeting;
    private final MeetingHandler companion;
    private final MeetingNotes notes;
    private final Wording wording;
    private final List<AgendaItem> agenda;
    private final QuietPeople quiet = new QuietPeople();
    private final List<MeetingLoop.Timer> timers = new ArrayList<>();
    private int at = -1;
    private long endsAtMillis;
    private boolean askedForMore;
    /** When somebody last had the agenda moved. */
    private long wishedMillis = Long.MIN_VALUE / 2;

    private boolean opened;
    private boolean closed;
    private long firstCameMillis = -1;
    private long openedMillis;
    private MeetingLoop.Timer opening = () -> {};
    private final Set<String> notedBefore = new HashSet<>();
    private final OwnerSearch owners;

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
        this.owners = new OwnerSearch(meeting, notes, wording);
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
        openSoon();
    }

    @Override
    public void onJoined(Participant participant) {
        companion.onJoined(participant);
        boolean late = meeting.loop().nowMillis() - openedMillis > OPENING_MILLIS;
        if (opened && !closed && late && !participant.getName().isBlank()) {
            meeting.volunteer(Say.Priority.PRIORITY_BACKGROUND)
                    .say("Welcome, " + first(participant.getName()) + "."
                            + current()
                                    .map(i -> " We are at " + MeetingNotes.decapitalized(i.getTitle()) + ".")
                                    .orElse(""))
                    .end();
        }
        openSoon();
    }

    @Override
    public void onLeft(Participant participant) {
        companion.onLeft(participant);
    }

    private void openSoon() {
        if (opened || people().isEmpty()) {
            return;
        }
        long now = meeting.loop().nowMillis();
        firstCameMillis = firstCameMillis < 0 ? now : firstCameMillis;
        opening.cancel();
        opening = meeting.loop()
                .after(
                        Math.clamp(firstCameMillis + OPENS_WITHIN_MILLIS - now, 0, SETTLED_MILLIS),
                        this::openIfSomebodyIsThere);
    }

    private void openIfSomebodyIsThere() {
        if (opened || people().isEmpty()) {
            return;
        }
        opened = true;
        openedMillis = meeting.loop().nowMillis();
        String title = meeting.opened().getTitle().replaceFirst("^The ", "the ");
        String line = "Welcome" + (title.isBlank() ? "" : " to " + title) + ". I'm " + meeting.ownName()
                + ", and I'll lead us through the meeting. ";
        if (agenda.isEmpty()) {
            say(Wording.Occasion.OPENING, line + "There is no agenda, so please just begin; I take notes.");
            return;
        }
        int minutes = agenda.stream().mapToInt(Facilitator::minutes).sum();
        String items = agenda.size() == 1 ? "one item" : agenda.size() + " items";
        say(Wording.Occasion.OPENING, line + "We have " + items + " and " + spoken(minutes) + ".");
        begin(0, "First");
    }

    private static int minutes(AgendaItem item) {
        return item.getMinutes() == 0 ? DEFAULT_MINUTES : item.getMinutes();
    }

    private static String spoken(long minutes) {
        return minutes == 1 ? "one minute" : minutes + " minutes";
    }

    private Optional<AgendaItem> current() {
        return at >= 0 && at < agenda.size() ? Optional.of(agenda.get(at)) : Optional.empty();
    }

    private void begin(int index, String how) {
        stopTimers();
        at = index;
        quiet.newItem();
        askedForMore = false;
        notedBefore.clear();
        notes.all().forEach(n -> notedBefore.add(n.getNoteId()));
        AgendaItem item = agenda.get(index);
        meeting.moveAgenda(item.getId());
        String description =
                item.getDescription().isBlank() ? "" : item.getDescription().strip() + " ";
        String who =
                item.getOwner().isBlank() ? quietest().map(Participant::getName).orElse("") : item.getOwner();
        if (!who.isBlank()) {
            quiet.invited(first(who));
        }
        String invitation = who.isBlank() ? "Who would like to begin?" : first(who) + ", would you like to begin?";
        wording.say(
                Wording.Occasion.ITEM,
                how + ": " + item.getTitle() + ", " + spoken(minutes(item)) + ". " + description + invitation,
                who.isBlank() ? List.of() : List.of(first(who)),
                Say.Priority.PRIORITY_UNSPECIFIED);
        plan(minutes(item) * 60_000L);
    }

    private void plan(long millis) {
        stopTimers();
        endsAtMillis = meeting.loop().nowMillis() + millis;
        timers.add(meeting.loop().after((long) (millis * INVITE_AT), this::inviteSomebodyQuiet));
        timers.add(meeting.loop().after((long) (millis * INVITE_AGAIN_AT), this::inviteSomebodyQuiet));
        timers.add(meeting.loop().after((long) (millis * WARN_AT), this::warn));
        timers.add(meeting.loop().after(millis, this::timeIsOver));
    }

    private void stopTimers() {
        timers.forEach(MeetingLoop.Timer::cancel);
        timers.clear();
    }

    private Optional<Participant> quietest() {
        return quiet.quietest(people());
    }

    private void inviteSomebodyQuiet() {
        quietest().map(p -> first(p.getName())).ifPresent(name -> {
            quiet.invited(name);
            wording.say(
                    Wording.Occasion.INVITATION,
                    name + ", we haven't heard you on this yet. What do you think?",
                    List.of(name),
                    Say.Priority.PRIORITY_BACKGROUND);
        });
    }

    private void warn() {
        current().ifPresent(item -> {
            long millis = endsAtMillis - meeting.loop().nowMillis();
            long left = Math.max(1, Math.round(millis / 60_000.0));
            String about =
                    millis < 40_000 ? "Only a moment" : left == 1 ? "About a minute" : "About " + left + " minutes";
            meeting.volunteer(Say.Priority.PRIORITY_BACKGROUND)
                    .say(about + " left for " + MeetingNotes.decapitalized(item.getTitle()) + ".")
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

    /** What was noted on the item that ends. */
    private String itemSummary() {
        List<String> parts = new ArrayList<>();
        for (Note note : notes.all()) {
            if (notedBefore.contains(note.getNoteId())) {
                continue;
            }
            switch (note.getKind()) {
                case KIND_DECISION -> parts.add("we decided to " + MeetingNotes.decapitalized(note.getText()));
                case KIND_ACTION_ITEM -> parts.add(MeetingNotes.spokenItem(note));
                case KIND_OPEN_QUESTION -> parts.add("it is open " + MeetingNotes.decapitalized(note.getText()));
                case KIND_NOTE, KIND_SUMMARY, KIND_UNSPECIFIED, UNRECOGNIZED -> {}
            }
        }
        List<String> said = parts.subList(Math.max(0, parts.size() - SUMMED_UP_AT_MOST), parts.size()).stream()
                .map(part -> part.replaceAll("[.?!]+$", ""))
                .toList();
        return said.isEmpty() ? "" : MinutesEar.capitalized(String.join(", and ", said)) + ".";
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

    /** Nobody speaks: who has said nothing yet is asked, then everybody; and when nobody has anything to add, it goes on. */
    @Override
    public void onSilence(long durationMillis) {
        Optional<AgendaItem> item = current();
        if (durationMillis < DEAD_AIR_MILLIS || item.isEmpty() || closed) {
            return;
        }
        if (quietest().isPresent()) {
            inviteSomebodyQuiet();
        } else if (!askedForMore) {
            askedForMore = true;
            wording.say(
                    Wording.Occasion.INVITATION,
                    "Anything else on " + MeetingNotes.decapitalized(item.get().getTitle()) + "?",
                    List.of(),
                    Say.Priority.PRIORITY_BACKGROUND);
        } else {
            next("Then let's go on. ");
        }
    }

    @Override
    public void onHand(HandChanged hand) {
        meeting.participant(hand.getParticipantId())
                .filter(p ->
                        hand.getRaised() && opened && !closed && !p.getName().isBlank())
                .ifPresent(p -> wording.say(
                        Wording.Occasion.INVITATION,
                        first(p.getName()) + ", you raised your hand. Please go ahead.",
                        List.of(first(p.getName())),
                        Say.Priority.PRIORITY_BACKGROUND));
    }

    private static String first(String name) {
        return name.strip().split("\\s+")[0];
    }

    // ------------------------------------------------------------------------------------------------ people

    @Override
    public void onTurn(Turn turn, Answer answer) {
        String text = turn.getText();
        Optional<AgendaWish> wish = AgendaWish.in(text);
        if (wish.isPresent() && !closed) {
            boolean ends = wish.get() == AgendaWish.CLOSE;
            answer.say(ends ? "Very well." : "All right.").end();
            answer.whenCommitted(() -> carryOut(wish.get()));
        } else if (LONGER.matcher(text).matches() && current().isPresent()) {
            answer.say("Fine, " + EXTENSION_MINUTES + " more minutes.").end();
            answer.whenCommitted(
                    () -> plan(Math.max(0, endsAtMillis - meeting.loop().nowMillis()) + EXTENSION_MINUTES * 60_000L));
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

    private void carryOut(AgendaWish wish) {
        wishedMillis = meeting.loop().nowMillis();
        switch (wish) {
            case NEXT -> next("");
            case CLOSE -> close("");
        }
    }

    /** "Let's move on" is said to everybody, so that it may be no turn of the agent's. */
    private void wishOfTheGroup(UtteranceHeard utterance) {
        Optional<AgendaWish> wish = AgendaWish.ofTheGroup(utterance.getText());
        if (!utterance.getFinal() || wish.isEmpty() || !opened) {
            return;
        }
        int heardAt = at;
        long heardMillis = meeting.loop().nowMillis();
        meeting.loop().after(TURN_WITHIN_MILLIS, () -> {
            if (!closed && at == heardAt && wishedMillis < heardMillis - TURN_WITHIN_MILLIS) {
                carryOut(wish.get());
            }
        });
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
            // A reminder of an item says how long it is on; only one that begins is to be gone to.
            boolean begins = moved.getElapsedMs() == 0;
            if (agenda.get(i).getId().equals(moved.getItemId()) && i != at && begins && !closed) {
                begin(i, "Now");
                return;
            }
        }
    }

    @Override
    public void onUtterance(UtteranceHeard utterance) {
        quiet.spoke(utterance.getParticipantId(), utterance.getEndMs() - utterance.getStartMs());
        companion.onUtterance(utterance);
        if (!owners.answered(utterance)) {
            owners.look(notedBefore);
        }
        wishOfTheGroup(utterance);
    }

    @Override
    public void onChat(ChatReceived chat) {
        companion.onChat(chat);
    }

    @Override
    public CompletionStage<?> onClosing(String reason) {
        stopTimers();
        opening.cancel();
        if (!closed && !notes.isEmpty()) {
            meeting.note(notes.summary());
        }
        return companion.onClosing(reason);
    }
}
