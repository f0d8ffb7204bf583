package parley.brain.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import parley.agent.v1.Capabilities;
import parley.agent.v1.ChatReceived;
import parley.agent.v1.FloorPolicy;
import parley.agent.v1.Note;
import parley.agent.v1.Participant;
import parley.agent.v1.Say;
import parley.agent.v1.Turn;
import parley.agent.v1.UtteranceHeard;
import parley.brain.sdk.Answer;
import parley.brain.sdk.Meeting;
import parley.brain.sdk.MeetingHandler;

/** Takes part in a meeting: answers when asked, keeps notes, and is brief. */
final class Companion implements MeetingHandler {
    private final Meeting meeting;
    private final Knowledge knowledge;
    private final MeetingNotes notes = new MeetingNotes();
    private final List<String> names;
    private boolean greeted;
    private String lastAnswer = "";
    private String more = "";
    private int unknown;
    private MinutesEar ear;

    Companion(Meeting meeting, Knowledge knowledge) {
        this.meeting = meeting;
        this.knowledge = knowledge;
        names = new ArrayList<>(List.of(meeting.ownName()));
        names.addAll(meeting.opened().getPersona().getAliasesList());
        ear = new MinutesEar(firstNames());
    }

    MeetingNotes notes() {
        return notes;
    }

    private List<String> firstNames() {
        return people().stream()
                .map(Participant::getName)
                .filter(n -> !n.isBlank())
                .map(n -> n.split("\\s+")[0])
                .toList();
    }

    List<Participant> people() {
        return meeting.participants().stream()
                .filter(p -> p.getKind() != Participant.Kind.KIND_SELF && p.getKind() != Participant.Kind.KIND_AGENT)
                .toList();
    }

    // ------------------------------------------------------------------------------------------------ greeting

    @Override
    public void onOpened() {
        greeted = meeting.resumed();
        greetIfSomebodyIsThere();
    }

    @Override
    public void onJoined(Participant participant) {
        ear = new MinutesEar(firstNames());
        greetIfSomebodyIsThere();
    }

    private void greetIfSomebodyIsThere() {
        if (greeted || people().isEmpty()) {
            return;
        }
        greeted = true;
        Capabilities can = meeting.opened().getCapabilities();
        FloorPolicy policy = meeting.opened().getPolicy();
        if (policy == FloorPolicy.FLOOR_POLICY_FACILITATOR) {
            // The facilitator opens the meeting.
            return;
        }
        if (policy == FloorPolicy.FLOOR_POLICY_ADDRESSED || policy == FloorPolicy.FLOOR_POLICY_SCRIBE) {
            if (can.getChat()) {
                meeting.chat("Hello, I'm " + meeting.ownName() + ". I take notes"
                        + (policy == FloorPolicy.FLOOR_POLICY_SCRIBE
                                ? "."
                                : "; say my name and I'll answer. \"" + meeting.ownName()
                                        + ", summary\" tells you what I noted."));
            }
            return;
        }
        String line = "Hello" + (people().size() == 1 ? nameIfKnown(people().getFirst()) : " everybody") + ", I'm "
                + meeting.ownName() + ". Ask me a question, or ask what I can do.";
        meeting.volunteer(Say.Priority.PRIORITY_UNSPECIFIED).say(line).end();
        lastAnswer = line;
    }

    private static String nameIfKnown(Participant person) {
        return person.getName().isBlank()
                        || person.getName().toLowerCase(java.util.Locale.ROOT).startsWith("guest")
                ? ""
                : " " + person.getName().split("\\s+")[0];
    }

    // ------------------------------------------------------------------------------------------------ listening

    @Override
    public void onUtterance(UtteranceHeard utterance) {
        String text = utterance.getText();
        if (!utterance.getFinal() || isToMe(text) || Intent.in(text, names).isPresent()) {
            return;
        }
        String speaker = meeting.nameOf(utterance.getParticipantId()).split("\\s+")[0];
        ear.hear(speaker, utterance.getText())
                .filter(note -> !notes.holds(note))
                .ifPresent(note -> keep(note.toBuilder()
                        .addUtteranceIds(utterance.getUtteranceId())
                        .build()));
    }

    private boolean isToMe(String text) {
        List<String> words = Words.of(text);
        return names.stream()
                .anyMatch(name -> words.size() > 1
                        && Words.of(name).stream()
                                .anyMatch(w -> words.subList(0, 2).contains(w)));
    }

    private Note keep(Note note) {
        String id = meeting.note(note);
        Note kept = note.toBuilder().setNoteId(id).build();
        notes.add(kept);
        return kept;
    }

    @Override
    public void onChat(ChatReceived chat) {
        boolean mine = meeting.participant(chat.getParticipantId())
                .map(p -> p.getKind() == Participant.Kind.KIND_SELF)
                .orElse(false);
        if (!mine && (chat.getToAgent() || isToMe(chat.getText()))) {
            meeting.chatTo(
                    chat.getToAgent() ? chat.getParticipantId() : "",
                    reply(chat.getText()).text());
        }
    }

    // ------------------------------------------------------------------------------------------------ answering

    /** Something to say, and what happens when it is meant. */
    record Line(String text, Runnable effect) {
        static Line of(String text) {
            return new Line(text, () -> {});
        }
    }

    @Override
    public void onTurn(Turn turn, Answer answer) {
        if (meeting.opened().getPolicy() == FloorPolicy.FLOOR_POLICY_SCRIBE) {
            answer.silent("a scribe does not speak");
            return;
        }
        if (Intent.in(turn.getText(), names)
                .filter(m -> m.intent() == Intent.STOP)
                .isPresent()) {
            answer.silent("asked to be quiet");
            return;
        }
        Line line = reply(turn.getText());
        speak(answer, line.text());
        answer.whenCommitted(() -> {
            line.effect().run();
            lastAnswer = line.text();
        });
    }

    /** Clause by clause, so that the voice can begin with the first. */
    static void speak(Answer answer, String text) {
        for (String clause : text.split("(?<=[.!?,;:]\\s)")) {
            answer.say(clause);
        }
        answer.end();
    }

    private Line reply(String text) {
        Optional<Intent.Meant> meant = Intent.in(text, names);
        if (meant.isPresent()) {
            return carryOut(meant.get(), text);
        }
        return fromKnowledge(text).orElseGet(this::doNotKnow);
    }

    private Line carryOut(Intent.Meant meant, String text) {
        return switch (meant.intent()) {
            case NOTE -> note(meant.rest());
            case FORGET_NOTE ->
                notes.isEmpty()
                        ? Line.of("There is nothing in my notes to forget.")
                        : new Line(
                                "Forgotten.",
                                () -> notes.withdrawLast()
                                        .ifPresent(n -> meeting.note(
                                                n.toBuilder().setWithdrawn(true).build())));
            case REPEAT -> Line.of(lastAnswer.isEmpty() ? "I haven't said anything yet." : lastAnswer);
            case MORE -> more();
            case HAND_OVER -> handOver();
            case LEAVE -> new Line("Goodbye.", () -> meeting.leave("asked to leave", true));
            case STOP -> Line.of("Okay.");
            case SUMMARY -> Line.of(notes.spoken());
            case WHO ->
                Line.of("I'm " + meeting.ownName() + ", an AI agent" + role()
                        + ". I'm a machine, and I answer from a file and a few rules.");
            case ABILITIES ->
                Line.of("I answer questions" + about() + ". I take notes and action items, and I sum up "
                        + "when you ask for a summary.");
            case HEARD -> Line.of("Yes, I can hear you.");
            case HOW -> Line.of("I'm well, thank you. What can I do for you?");
            case THANKS -> Line.of("You're welcome.");
            case GREETING -> Line.of("Hello! What would you like to know?");
            case WEATHER_OR_NEWS ->
                fromKnowledge(text)
                        .orElse(Line.of("I can't look at the outside world. I only know what is in my file."));
            case OUTSIDE ->
                fromKnowledge(text)
                        .orElseGet(() -> new Line(
                                "I can't do that myself, but I noted it for the minutes.",
                                () -> keep(Note.newBuilder()
                                        .setKind(Note.Kind.KIND_ACTION_ITEM)
                                        .setText(MinutesEar.capitalized(meant.rest()))
                                        .build())));
        };
    }

    private String role() {
        String role = meeting.opened().getPersona().getRole();
        return role.isBlank() ? "" : ", here as " + role;
    }

    private String about() {
        List<String> topics = knowledge.topics();
        return topics.isEmpty()
                ? ""
                : " about " + String.join(", ", topics.subList(0, Math.min(3, topics.size()))) + " and more";
    }

    private Line note(String what) {
        String text = MinutesEar.capitalized(what.strip());
        Note heard = new MinutesEar(firstNames())
                .hear("", text)
                .orElse(Note.newBuilder()
                        .setKind(Note.Kind.KIND_NOTE)
                        .setText(text)
                        .build());
        String confirmation = heard.getKind() == Note.Kind.KIND_ACTION_ITEM
                        && !heard.getOwner().isBlank()
                ? "Noted as an action item for " + heard.getOwner() + "."
                : "Noted.";
        return new Line(confirmation, () -> keep(heard));
    }

    private Line more() {
        if (more.isEmpty()) {
            return Line.of("That is all I have about it.");
        }
        String text = more;
        return new Line(text, () -> more = "");
    }

    private Line handOver() {
        return new Line(
                "Of course. I've noted that you want to talk with a person, and I'll stay quiet until somebody takes over.",
                () -> {
                    keep(Note.newBuilder()
                            .setKind(Note.Kind.KIND_ACTION_ITEM)
                            .setText("Have a person take over the conversation")
                            .build());
                    if (meeting.opened().getCapabilities().getRaiseHand()) {
                        meeting.raiseHand(true, "somebody wants to talk with a person");
                    }
                });
    }

    private Optional<Line> fromKnowledge(String text) {
        return knowledge.find(Intent.bare(text, names)).map(found -> {
            unknown = 0;
            return new Line(found.answer(), () -> more = found.more());
        });
    }

    private Line doNotKnow() {
        List<String> topics = knowledge.topics();
        String offer = topics.isEmpty() ? "" : " You can ask me, for instance, about " + topic(topics) + ".";
        return new Line(
                switch (unknown % 3) {
                    case 0 -> "I don't know that." + offer;
                    case 1 -> "That is not in my file either." + offer;
                    default ->
                        "I'm afraid I can't answer that. Say note that, and I write it down for somebody who can.";
                },
                () -> unknown++);
    }

    private String topic(List<String> topics) {
        return MeetingNotes.decapitalized(topics.get(unknown * 3 % topics.size()));
    }
}
