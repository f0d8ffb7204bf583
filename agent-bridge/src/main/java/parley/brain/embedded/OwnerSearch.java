package parley.brain.embedded;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import parley.agent.v1.Note;
import parley.agent.v1.Participant;
import parley.agent.v1.Say;
import parley.agent.v1.UtteranceHeard;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingLoop;

/** Asks once who does what has to be done and is nobody's, and writes down who says so. On the meeting's loop. */
final class OwnerSearch {
    /** Somebody may take it without being asked. */
    private static final long ASKS_AFTER_MILLIS = 3_000;

    private static final long ANSWER_WITHIN_MILLIS = 20_000;
    private static final Pattern MINE = Pattern.compile(
            "(?:(?:yes|yeah|sure|okay|ok|well|um|uh|fine)[, ]+)*(?:i(?:'ll| will| can| could|'m going to| would)|that's me|me|let me|mine)\\b.*",
            Pattern.CASE_INSENSITIVE);

    /** Before anybody was asked, only who takes "it" means the same thing. */
    private static final Pattern TAKEN =
            Pattern.compile(".*\\b(?:do|take|handle) (?:it|that|this|care)\\b.*", Pattern.CASE_INSENSITIVE);

    private final Meeting meeting;
    private final MeetingNotes notes;
    private final Wording wording;
    private @Nullable Note wanted;
    private boolean asked;
    private long askedMillis;
    private MeetingLoop.Timer timer = () -> {};

    OwnerSearch(Meeting meeting, MeetingNotes notes, Wording wording) {
        this.meeting = meeting;
        this.notes = notes;
        this.wording = wording;
    }

    /** Looks for a new action item that is nobody's. */
    void look(Set<String> known) {
        notes.of(Note.Kind.KIND_ACTION_ITEM).stream()
                .filter(n -> n.getOwner().isBlank() && !known.contains(n.getNoteId()))
                .filter(n -> wanted == null || !wanted.getNoteId().equals(n.getNoteId()))
                .reduce((first, last) -> last)
                .ifPresent(this::want);
    }

    private void want(Note item) {
        timer.cancel();
        wanted = item;
        asked = false;
        askedMillis = meeting.loop().nowMillis();
        timer = meeting.loop().after(ASKS_AFTER_MILLIS, () -> {
            if (item.equals(wanted)) {
                asked = true;
                askedMillis = meeting.loop().nowMillis();
                wording.say(
                        Wording.Occasion.INVITATION,
                        "Who will " + MeetingNotes.decapitalized(item.getText()) + "?",
                        List.of(),
                        Say.Priority.PRIORITY_BACKGROUND);
            }
        });
    }

    /** Whether somebody said just now who does it; then it is written down. */
    boolean answered(UtteranceHeard utterance) {
        Note item = wanted;
        if (item == null || !utterance.getFinal()) {
            return false;
        }
        if (meeting.loop().nowMillis() - askedMillis > ANSWER_WITHIN_MILLIS) {
            wanted = null;
            return false;
        }
        Optional<String> owner = owner(utterance);
        owner.ifPresent(name -> {
            Note taken = item.toBuilder()
                    .setOwner(name)
                    .addUtteranceIds(utterance.getUtteranceId())
                    .build();
            meeting.note(taken);
            notes.add(taken);
            wanted = null;
            timer.cancel();
        });
        return owner.isPresent();
    }

    private Optional<String> owner(UtteranceHeard utterance) {
        String text = utterance.getText().strip();
        String speaker = first(meeting.nameOf(utterance.getParticipantId()));
        boolean brief = text.split("\\s+").length <= 8;
        if (brief
                && MINE.matcher(text).matches()
                && (asked || TAKEN.matcher(text).matches())) {
            return Optional.of(speaker);
        }
        if (!asked || !brief) {
            return Optional.empty();
        }
        String said = " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}' ]", " ") + " ";
        return meeting.participants().stream()
                .filter(p -> p.getKind() != Participant.Kind.KIND_SELF && p.getKind() != Participant.Kind.KIND_AGENT)
                .map(p -> first(p.getName()))
                .filter(name -> !name.isBlank() && said.contains(" " + name.toLowerCase(Locale.ROOT) + " "))
                .findFirst();
    }

    private static String first(String name) {
        return name.strip().split("\\s+")[0];
    }
}
