package parley.server.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import parley.archive.export.TranscriptFormat;
import parley.archive.minutes.BrainNote;
import parley.archive.minutes.MinutesFormat;
import parley.archive.minutes.RuleMinutes;
import parley.archive.retention.MeetingFolders;
import parley.archive.retention.Retention;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.SearchHit;
import parley.archive.transcript.StoreException;
import parley.archive.transcript.StoredUtterance;
import parley.archive.transcript.TranscriptStore;
import parley.conversation.archiving.MeetingArchivist;
import parley.gateway.v1.ApproveMinutesRequest;
import parley.gateway.v1.CorrectTranscriptRequest;
import parley.gateway.v1.DeleteMeetingRequest;
import parley.gateway.v1.DeleteMeetingResponse;
import parley.gateway.v1.GetMinutesRequest;
import parley.gateway.v1.GetTranscriptRequest;
import parley.gateway.v1.ListTurnsRequest;
import parley.gateway.v1.ListTurnsResponse;
import parley.gateway.v1.MeetingEvent;
import parley.gateway.v1.Minutes;
import parley.gateway.v1.MinutesApproval;
import parley.gateway.v1.NoteEvent;
import parley.gateway.v1.SearchRequest;
import parley.gateway.v1.SearchResponse;
import parley.gateway.v1.Transcript;
import parley.gateway.v1.TurnRecord;
import parley.server.event.EncodedEvent;
import parley.server.event.MinutesMessages;
import parley.server.gateway.ProblemException.Kind;

/** What callers can read of meetings that were, or remove. May block. */
public final class ArchiveCalls {
    private static final int LARGEST_PAGE = 100;
    private static final int LONGEST_NAME = 200;
    private static final List<String> OF_TURNS = List.of("turn", "floor", "reply", "waterfall");

    private final MeetingRegistry registry;
    private final MeetingCalls meetings;
    private final TranscriptStore store;
    private final RecordingCalls recordings;
    private final Retention retention;
    private final MinutesApprovals approvals;
    private final TranscriptCorrections corrections;

    public ArchiveCalls(
            MeetingRegistry registry,
            MeetingCalls meetings,
            TranscriptStore store,
            MeetingFolders folders,
            DataKeys keys,
            Retention retention,
            MinutesApprovals.Listener approved,
            TranscriptCorrections corrections,
            LongSupplier unixMillis) {
        this.registry = registry;
        this.meetings = meetings;
        this.store = store;
        this.recordings = new RecordingCalls(meetings, folders, keys);
        this.retention = retention;
        this.approvals = new MinutesApprovals(store, approved, unixMillis);
        this.corrections = corrections;
    }

    Transcript transcript(Caller caller, GetTranscriptRequest request) throws ProblemException, StoreException {
        MeetingRecord record = meetings.record(caller, request.getMeetingId());
        Transcript.Builder transcript = Transcript.newBuilder().setMeetingId(record.id());
        long last = request.getAfterSeq();
        for (StoredUtterance utterance : store.transcript(record.id())) {
            if (utterance.seq() > request.getAfterSeq()) {
                transcript.addUtterances(StoredEvents.message(utterance));
                last = Math.max(last, utterance.seq());
            }
        }
        return transcript.setLastSeq(last).build();
    }

    Transcript correct(Caller caller, CorrectTranscriptRequest request)
            throws ProblemException, StoreException, InterruptedException {
        MeetingRecord record = meetings.record(caller, request.getMeetingId());
        Transcript.Builder transcript = Transcript.newBuilder().setMeetingId(record.id());
        long last = 0;
        for (StoredUtterance utterance : corrections.correct(caller, record, request)) {
            transcript.addUtterances(StoredEvents.message(utterance));
            last = Math.max(last, utterance.seq());
        }
        rewriteMinutes(record);
        return transcript.setLastSeq(last).build();
    }

    /** Those that rules wrote follow the words until somebody approves them; a model's stay, its words are its own. */
    private void rewriteMinutes(MeetingRecord record) throws StoreException {
        if (store.kept(record.id(), MeetingArchivist.MINUTES).isPresent()
                && minutesOf(record).method().equals(RuleMinutes.METHOD)
                && approvals.of(record.id()).isEmpty()) {
            store.keep(record.id(), MeetingArchivist.MINUTES, MinutesFormat.json(byRules(record)));
        }
    }

    /** A transcript as a file of some format. */
    public String export(Caller caller, String meetingId, TranscriptFormat format)
            throws ProblemException, StoreException {
        MeetingRecord record = meetings.record(caller, meetingId);
        return format.write(record, store.transcript(meetingId));
    }

    ListTurnsResponse turns(Caller caller, ListTurnsRequest request) throws ProblemException, StoreException {
        MeetingRecord record = meetings.record(caller, request.getMeetingId());
        Map<String, TurnRecord.Builder> turns = new LinkedHashMap<>();
        for (EncodedEvent event : StoredEvents.decode(record.id(), store.events(record.id(), OF_TURNS))) {
            collect(turns, event.message());
        }
        ListTurnsResponse.Builder response = ListTurnsResponse.newBuilder();
        turns.values().stream().filter(TurnRecord.Builder::hasTurn).forEach(response::addTurns);
        return response.build();
    }

    private static void collect(Map<String, TurnRecord.Builder> turns, MeetingEvent event) {
        String id = switch (event.getEventCase()) {
            case TURN -> event.getTurn().getTurnId();
            case FLOOR -> event.getFloor().getTurnId();
            case REPLY -> event.getReply().getTurnId();
            case WATERFALL -> event.getWaterfall().getTurnId();
            case STATE, PARTICIPANT, TRANSCRIPT, CHAT, NOTE, NOTICE, PROPOSAL, GAP, EVENT_NOT_SET -> "";
        };
        if (id.isEmpty()) {
            return;
        }
        TurnRecord.Builder turn = turns.computeIfAbsent(id, any -> TurnRecord.newBuilder());
        if (event.hasTurn()) {
            turn.setTurn(event.getTurn()).setAtMs(event.getAtMs());
        } else if (event.hasFloor()) {
            turn.setFloor(event.getFloor());
        } else if (event.hasReply()) {
            turn.setReply(event.getReply());
        } else if (event.hasWaterfall()) {
            turn.setWaterfall(event.getWaterfall());
        }
    }

    Minutes minutes(Caller caller, GetMinutesRequest request) throws ProblemException, StoreException {
        MeetingRecord record = meetings.record(caller, request.getMeetingId());
        return message(minutesOf(record), approvals.of(record.id()));
    }

    /** The first approval counts; another one tells nobody anything. */
    Minutes approve(Caller caller, ApproveMinutesRequest request) throws ProblemException, StoreException {
        MeetingRecord record = meetings.record(caller, request.getMeetingId());
        if (request.getBy().isBlank() || request.getBy().length() > LONGEST_NAME) {
            throw ProblemException.invalid("by", "who approves has to be said", "Give a name.");
        }
        if (registry.find(caller, record.id()).isPresent()) {
            throw lasts();
        }
        parley.archive.minutes.Minutes minutes = minutesOf(record);
        approvals.approve(record, minutes, request.getBy());
        return message(minutes, approvals.of(record.id()));
    }

    /** Tells of approvals that the end of the last run cut off; how many. */
    public int finishApprovals() throws StoreException {
        int finished = 0;
        for (String id : approvals.unfinished()) {
            Optional<MeetingRecord> record = store.meeting(id);
            if (record.isPresent()) {
                approvals.approve(record.get(), minutesOf(record.get()), "");
                finished++;
            }
        }
        return finished;
    }

    private static Minutes message(parley.archive.minutes.Minutes minutes, Optional<MinutesApproval> approval) {
        Minutes.Builder message = MinutesMessages.of(minutes);
        approval.ifPresent(message::setApproval);
        return message.build();
    }

    private static ProblemException lasts() {
        return new ProblemException(
                Kind.CONFLICT, "meeting-lasts", "the meeting is not over", "Close it first.", "meetingId");
    }

    /** The minutes as Markdown. */
    public String minutesMarkdown(Caller caller, String meetingId) throws ProblemException, StoreException {
        return MinutesFormat.markdown(minutesOf(meetings.record(caller, meetingId)));
    }

    /** The minutes as a page whose citations lead to the meeting's page. */
    public String minutesPage(Caller caller, String meetingId) throws ProblemException, StoreException {
        return MinutesFormat.html(minutesOf(meetings.record(caller, meetingId)), "/meeting.html?id=" + meetingId);
    }

    /** As they were written when the meeting ended; while it lasts, from what there is. */
    private parley.archive.minutes.Minutes minutesOf(MeetingRecord record) throws StoreException {
        Optional<String> kept = store.kept(record.id(), MeetingArchivist.MINUTES);
        if (kept.isPresent()) {
            try {
                return MinutesFormat.read(kept.get());
            } catch (IOException e) {
                throw new StoreException("the minutes of " + record.id() + " cannot be read", e);
            }
        }
        return byRules(record);
    }

    private parley.archive.minutes.Minutes byRules(MeetingRecord record) throws StoreException {
        List<BrainNote> notes = new ArrayList<>();
        for (EncodedEvent event : StoredEvents.decode(record.id(), store.events(record.id(), List.of("note")))) {
            if (event.message().hasNote()) {
                NoteEvent note = event.message().getNote();
                notes.removeIf(earlier -> earlier.noteId().equals(note.getNoteId()));
                if (!note.getWithdrawn()) {
                    notes.add(new BrainNote(
                            note.getNoteId(),
                            note.getKind(),
                            note.getText(),
                            note.getOwner(),
                            note.getDue(),
                            note.getUtteranceIdsList(),
                            false,
                            event.message().getAtMs()));
                }
            }
        }
        return RuleMinutes.of(record.id(), record.title(), store.transcript(record.id()), notes);
    }

    /** The sound of meetings. */
    public RecordingCalls recordings() {
        return recordings;
    }

    DeleteMeetingResponse delete(Caller caller, DeleteMeetingRequest request) throws Exception {
        MeetingRecord record = meetings.record(caller, request.getMeetingId());
        if (registry.find(caller, record.id()).isPresent()) {
            throw lasts();
        }
        MeetingFolders.Removed removed = retention.delete(record.tenant(), record.id());
        return DeleteMeetingResponse.newBuilder()
                .setFiles(removed.files())
                .setBytes(removed.bytes())
                .build();
    }

    SearchResponse search(Caller caller, SearchRequest request) throws ProblemException, StoreException {
        if (request.getQuery().isBlank()) {
            throw ProblemException.invalid("query", "there is nothing to look for", "Give some words.");
        }
        int size = Pages.size(request.getPageSize(), 20, LARGEST_PAGE);
        int offset = Pages.offset(request.getPageToken());
        SearchResponse.Builder response = SearchResponse.newBuilder();
        List<SearchHit> hits = store.search(caller.tenant(), request.getQuery(), offset, size);
        for (SearchHit hit : hits) {
            response.addHits(SearchResponse.Hit.newBuilder()
                    .setMeetingId(hit.meetingId())
                    .setTitle(hit.title())
                    .setUtteranceId(hit.utteranceId())
                    .setSpeaker(hit.speaker())
                    .setSnippet(hit.snippet())
                    .setStartMs(hit.startMillis()));
        }
        if (hits.size() == size) {
            response.setNextPageToken(Integer.toString(offset + size));
        }
        return response.build();
    }
}
