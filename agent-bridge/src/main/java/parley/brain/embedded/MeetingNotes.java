package parley.brain.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import parley.agent.v1.Note;

/** What was noted in a meeting, and how it sounds when it is said. */
public final class MeetingNotes {
    private static final int SPOKEN_AT_MOST = 4;

    private final List<Note> notes = new ArrayList<>();

    public void add(Note note) {
        int at = 0;
        while (at < notes.size() && !notes.get(at).getNoteId().equals(note.getNoteId())) {
            at++;
        }
        if (at < notes.size()) {
            notes.remove(at);
        }
        if (!note.getWithdrawn()) {
            notes.add(at, note);
        }
    }

    /** The last note, taken back. */
    public java.util.Optional<Note> withdrawLast() {
        return notes.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(notes.removeLast());
    }

    /** In the order in which they were noted. */
    public List<Note> all() {
        return List.copyOf(notes);
    }

    public List<Note> of(Note.Kind kind) {
        return notes.stream().filter(n -> n.getKind() == kind).toList();
    }

    /** The same was noted already, in as many words or in more: who is asked to do something says again what it is. */
    public boolean holds(Note note) {
        List<String> words = Words.terms(note.getText());
        return of(note.getKind()).stream()
                .filter(n -> n.getOwner().equalsIgnoreCase(note.getOwner()))
                .map(n -> Words.terms(n.getText()))
                .anyMatch(known -> known.equals(words) || (words.size() > 1 && known.containsAll(words)));
    }

    /** All of it as one note; a later one takes its place. */
    public Note summary() {
        return Note.newBuilder()
                .setNoteId("summary")
                .setKind(Note.Kind.KIND_SUMMARY)
                .setText(notes.isEmpty() ? "There are no action items." : spoken())
                .build();
    }

    public boolean isEmpty() {
        return notes.isEmpty();
    }

    /** Everything in a few sentences. */
    public String spoken() {
        if (notes.isEmpty()) {
            return "I have nothing in my notes yet.";
        }
        List<String> parts = new ArrayList<>();
        decisions(parts);
        actionItems(parts);
        openQuestions(parts);
        plain(parts);
        return String.join(" ", parts);
    }

    private void decisions(List<String> parts) {
        List<Note> decisions = of(Note.Kind.KIND_DECISION);
        if (!decisions.isEmpty()) {
            parts.add((decisions.size() == 1 ? "One decision: " : decisions.size() + " decisions: ")
                    + listed(decisions.stream()
                            .map(n -> decapitalized(n.getText()))
                            .toList()));
        }
    }

    private void actionItems(List<String> parts) {
        List<Note> items = of(Note.Kind.KIND_ACTION_ITEM);
        if (!items.isEmpty()) {
            parts.add((items.size() == 1 ? "One action item: " : items.size() + " action items: ")
                    + listed(items.stream().map(MeetingNotes::spokenItem).toList()));
        }
    }

    private void openQuestions(List<String> parts) {
        List<Note> open = of(Note.Kind.KIND_OPEN_QUESTION);
        if (!open.isEmpty()) {
            parts.add((open.size() == 1 ? "One question is open: " : open.size() + " questions are open: ")
                    + listed(open.stream().map(n -> decapitalized(n.getText())).toList()));
        }
    }

    private void plain(List<String> parts) {
        List<Note> plain = of(Note.Kind.KIND_NOTE);
        if (!plain.isEmpty()) {
            parts.add("I noted: " + listed(plain.stream().map(Note::getText).toList()));
        }
    }

    static String spokenItem(Note item) {
        String owner = item.getOwner().isBlank() ? "somebody has to" : item.getOwner() + " will";
        String due = item.getDue().isBlank() || item.getText().contains(item.getDue()) ? "" : " " + item.getDue();
        return owner + " " + decapitalized(item.getText()) + due;
    }

    static String decapitalized(String text) {
        boolean name = text.length() > 1 && (Character.isUpperCase(text.charAt(1)) || text.startsWith("I "));
        return text.isEmpty() || name ? text : Character.toLowerCase(text.charAt(0)) + text.substring(1);
    }

    private static String listed(List<String> texts) {
        String said = texts.stream()
                .limit(SPOKEN_AT_MOST)
                .map(t -> t.replaceAll("[.?!]+$", ""))
                .collect(Collectors.joining("; "));
        int left = texts.size() - SPOKEN_AT_MOST;
        return said + (left > 0 ? "; and " + left + " more" : "") + ".";
    }
}
