package parley.server.gateway;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import parley.archive.recording.DiskQueue;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.StoredUtterance;
import parley.archive.transcript.TranscriptStore;
import parley.conversation.archiving.MeetingArchivist;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.Published;
import parley.conversation.event.TimedWord;
import parley.gateway.v1.CorrectTranscriptRequest;
import parley.gateway.v1.Participant;
import parley.server.event.EncodedEvent;
import parley.server.gateway.ProblemException.Kind;

/**
 * Puts right what was written down: who said something, or what. A meeting that lasts tells everybody itself; of one that is
 * over, the event is added to those that are kept. One correction at a time, so that revisions count. May block.
 */
public final class TranscriptCorrections {
    private static final int LONGEST_TEXT = 10_000;
    private static final int LONGEST_NAME = 200;
    private static final int MOST_IDS = 1_000;
    private static final int AT_ONCE = 50;
    private static final long PATIENCE_MILLIS = 5_000;

    private final MeetingRegistry registry;
    private final TranscriptStore store;
    private final DiskQueue disk;
    private final Listener listener;
    private final LongSupplier unixMillis;

    /** Told of words that were put right when their meeting was over. */
    @FunctionalInterface
    public interface Listener {
        void corrected(MeetingRecord meeting, Published published) throws StoreException;
    }

    public TranscriptCorrections(
            MeetingRegistry registry,
            TranscriptStore store,
            DiskQueue disk,
            Listener listener,
            LongSupplier unixMillis) {
        this.registry = registry;
        this.store = store;
        this.disk = disk;
        this.listener = listener;
        this.unixMillis = unixMillis;
    }

    /** The words that were asked for, as they are now. */
    synchronized List<StoredUtterance> correct(Caller caller, MeetingRecord meeting, CorrectTranscriptRequest request)
            throws ProblemException, StoreException, InterruptedException {
        check(request);
        Optional<HostedMeeting> live = registry.find(caller, meeting.id());
        if (live.isPresent() && !disk.awaitWritten(PATIENCE_MILLIS)) {
            throw busy();
        }
        Optional<String> speaker = speaker(meeting, request);
        List<StoredUtterance> chosen = chosen(meeting, request);
        List<MeetingEvent.Transcript> changed = chosen.stream()
                .filter(utterance -> differs(utterance, request, speaker))
                .map(utterance -> corrected(utterance, request, speaker))
                .toList();
        if (!changed.isEmpty()) {
            tell(live, meeting, changed);
        }
        Set<String> ids =
                new HashSet<>(chosen.stream().map(StoredUtterance::utteranceId).toList());
        return store.transcript(meeting.id()).stream()
                .filter(utterance -> ids.contains(utterance.utteranceId()))
                .toList();
    }

    private static void check(CorrectTranscriptRequest request) throws ProblemException {
        if (request.getUtteranceIdsCount() == 0 == request.getSaidBy().isEmpty()) {
            throw ProblemException.invalid(
                    "utteranceIds",
                    "it has to be said which words are meant",
                    "Give utteranceIds, or a participant in saidBy, and not both.");
        }
        if (request.getUtteranceIdsCount() > MOST_IDS) {
            throw ProblemException.invalid("utteranceIds", "these are too many at once", "Give up to 1,000.");
        }
        if (request.getParticipantId().isEmpty()
                && request.getSpeaker().isBlank()
                && request.getText().isBlank()) {
            throw ProblemException.invalid(
                    "participantId", "nothing is to be put right", "Give participantId, speaker or text.");
        }
        if (!request.getText().isBlank() && request.getUtteranceIdsCount() != 1) {
            throw ProblemException.invalid("text", "a text is for one utterance", "Give one id in utteranceIds.");
        }
        if (request.getText().length() > LONGEST_TEXT) {
            throw ProblemException.invalid("text", "the text is too long", "Use up to 10,000 characters.");
        }
        if (request.getSpeaker().length() > LONGEST_NAME) {
            throw ProblemException.invalid("speaker", "the name is too long", "Use up to 200 characters.");
        }
    }

    /** The name to show, where it is to be another one; and nobody is named who was not there. */
    private Optional<String> speaker(MeetingRecord meeting, CorrectTranscriptRequest request)
            throws ProblemException, StoreException {
        Optional<String> wanted = Optional.of(request.getSpeaker().strip()).filter(name -> !name.isEmpty());
        if (request.getParticipantId().isEmpty()) {
            return wanted;
        }
        Map<String, String> people = people(meeting);
        String name = people.get(request.getParticipantId());
        if (name == null) {
            throw ProblemException.invalid(
                    "participantId",
                    "nobody in this meeting has the id " + request.getParticipantId(),
                    people.isEmpty() ? "Give a name as speaker." : "There were " + String.join(", ", people.keySet()));
        }
        return wanted.or(() -> Optional.of(name.isBlank() ? request.getParticipantId() : name));
    }

    /** Everybody who is or was there but the agent, by id, under their last name. */
    private Map<String, String> people(MeetingRecord meeting) throws StoreException {
        Map<String, String> people = new LinkedHashMap<>();
        for (EncodedEvent event :
                StoredEvents.decode(meeting.id(), store.events(meeting.id(), List.of("participant")))) {
            Participant participant = event.message().getParticipant().getParticipant();
            if (!participant.getSelf() && !participant.getId().isEmpty()) {
                people.put(participant.getId(), participant.getName());
            }
        }
        return people;
    }

    private List<StoredUtterance> chosen(MeetingRecord meeting, CorrectTranscriptRequest request)
            throws ProblemException, StoreException {
        Set<String> ids = new HashSet<>(request.getUtteranceIdsList());
        Predicate<StoredUtterance> meant = ids.isEmpty()
                ? utterance -> utterance.participantId().equals(request.getSaidBy())
                : utterance -> ids.remove(utterance.utteranceId());
        List<StoredUtterance> chosen =
                store.transcript(meeting.id()).stream().filter(meant).toList();
        if (!ids.isEmpty()) {
            throw new ProblemException(
                    Kind.NOT_FOUND,
                    "no-such-utterance",
                    "there are no finished words with the id " + String.join(", ", ids),
                    "GET /v1/meetings/" + meeting.id() + "/transcript has them.",
                    "utteranceIds");
        }
        if (chosen.stream().anyMatch(StoredUtterance::agent)) {
            throw new ProblemException(
                    Kind.CONFLICT,
                    "said-by-the-agent",
                    "what the agent said is known, and stays as it was heard",
                    "Leave out its words.",
                    "utteranceIds");
        }
        return chosen;
    }

    private static boolean differs(
            StoredUtterance utterance, CorrectTranscriptRequest request, Optional<String> speaker) {
        return speaker.filter(name -> !name.equals(utterance.speaker())).isPresent()
                || !request.getParticipantId().isEmpty()
                        && !request.getParticipantId().equals(utterance.participantId())
                || !request.getText().isBlank() && !request.getText().strip().equals(utterance.text());
    }

    private static MeetingEvent.Transcript corrected(
            StoredUtterance utterance, CorrectTranscriptRequest request, Optional<String> speaker) {
        String text = request.getText().isBlank()
                ? utterance.text()
                : request.getText().strip();
        boolean sameText = text.equals(utterance.text());
        return new MeetingEvent.Transcript(
                utterance.utteranceId(),
                request.getParticipantId().isEmpty() ? utterance.participantId() : request.getParticipantId(),
                speaker.orElse(utterance.speaker()),
                text,
                true,
                utterance.revision() + 1,
                utterance.startMillis(),
                utterance.endMillis(),
                sameText ? utterance.confidence() : 1,
                utterance.language(),
                sameText ? words(utterance) : spread(text, utterance),
                false);
    }

    private static List<TimedWord> words(StoredUtterance utterance) {
        return utterance.words().stream()
                .map(word -> new TimedWord(word.text(), word.startMillis(), word.endMillis(), word.confidence(), true))
                .toList();
    }

    /** Other words have the times of those that they replace, or where they are more or fewer, share the whole by letters. */
    private static List<TimedWord> spread(String text, StoredUtterance utterance) {
        String[] words = text.split("\\s+");
        List<TimedWord> timed = new ArrayList<>(words.length);
        if (words.length == utterance.words().size()) {
            for (int i = 0; i < words.length; i++) {
                StoredUtterance.StoredWord before = utterance.words().get(i);
                timed.add(new TimedWord(words[i], before.startMillis(), before.endMillis(), 1, true));
            }
            return timed;
        }
        double millisPerLetter = (double) (utterance.endMillis() - utterance.startMillis()) / text.length();
        int at = 0;
        for (String word : words) {
            long from = utterance.startMillis() + Math.round(at * millisPerLetter);
            long to = utterance.startMillis() + Math.round((at + word.length()) * millisPerLetter);
            timed.add(new TimedWord(word, from, to, 1, true));
            at += word.length() + 1;
        }
        return timed;
    }

    /** A few at a time: a meeting's loop has voices to carry, too. */
    private void tell(Optional<HostedMeeting> live, MeetingRecord meeting, List<MeetingEvent.Transcript> words)
            throws ProblemException, StoreException, InterruptedException {
        int told = 0;
        while (live.isPresent() && told < words.size()) {
            List<MeetingEvent.Transcript> few = words.subList(told, Math.min(words.size(), told + AT_ONCE));
            if (!toldBy(live.get(), few)) {
                break;
            }
            told += few.size();
        }
        // Either its own words are to be written, or all that it had when it ended in this moment.
        if (live.isPresent() && !disk.awaitWritten(PATIENCE_MILLIS)) {
            throw busy();
        }
        if (told < words.size()) {
            add(meeting, words.subList(told, words.size()));
        }
    }

    /** Whether the meeting told it, as it does unless it is over. */
    private static boolean toldBy(HostedMeeting live, List<MeetingEvent.Transcript> words)
            throws ProblemException, InterruptedException {
        try {
            return live.driver().corrected(words).get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw busy();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the meeting did not answer", e);
        }
    }

    private void add(MeetingRecord meeting, List<MeetingEvent.Transcript> words) throws StoreException {
        long seq = store.lastSeq(meeting.id());
        long atMillis = unixMillis.getAsLong() - meeting.openedUnixMillis();
        List<Published> events = new ArrayList<>(words.size());
        for (MeetingEvent.Transcript each : words) {
            events.add(new Published(++seq, atMillis, each));
        }
        MeetingArchivist.write(store, meeting.id(), events);
        for (Published event : events) {
            listener.corrected(meeting, event);
        }
    }

    private static ProblemException busy() {
        return new ProblemException(
                Kind.UNAVAILABLE, "busy", "the gateway does not keep up", "Try again; the meeting goes on.");
    }
}
