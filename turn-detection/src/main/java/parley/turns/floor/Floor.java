package parley.turns.floor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import parley.turns.end.QuestionShape;
import parley.turns.interruption.Backchannels;

/**
 * Who may speak now, over all participants of a meeting. Pure: inputs in, decisions out, each with its reason. Lives on the
 * event loop that owns the meeting: {@link #handle}, then {@link #poll} until empty.
 *
 * <p>A turn that deserves an answer is a right to speak. The right waits for a gap, is announced by a raised hand when no gap
 * comes, and goes stale. A newer right replaces an older one.
 */
public final class Floor {
    private static final long NEVER = Long.MAX_VALUE;
    private static final double ADDRESSED = 0.5;
    /** Agents that begin within this time have begun together. */
    private static final long TOGETHER_NANOS = 350_000_000;
    /** Each agent behind the first waits this much longer before it takes a question that was put to nobody. */
    private static final long STAGGER_NANOS = 600_000_000;

    /** A right to speak that waits for a gap. */
    private record Held(
            String participant,
            long turn,
            long sinceNanos,
            long notBeforeNanos,
            long freshUntilNanos,
            double addressed,
            boolean handRaised,
            String reason) {
        Held raised() {
            return new Held(participant, turn, sinceNanos, notBeforeNanos, freshUntilNanos, addressed, true, reason);
        }
    }

    private final Pronunciations pronunciations;
    private final AddressDetector addresses;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Queue<FloorOutput> outputs = new ArrayDeque<>();

    private FloorSettings settings;
    private Optional<Held> held = Optional.empty();
    private boolean agentSpeaking;
    private long agentStartedNanos = Long.MIN_VALUE / 2;
    private long agentStoppedNanos = Long.MIN_VALUE / 2;
    private boolean agentSpokeLast;
    private boolean agentAsked;
    private String answered = "";
    private String answering = "";
    private long lastSoundNanos;
    private long nudgedNanos;
    private List<String> agenda = List.of();
    private long nowNanos;

    public Floor(FloorSettings settings, Pronunciations pronunciations) {
        this.settings = settings;
        this.pronunciations = pronunciations;
        List<String> names = new ArrayList<>(settings.aliases());
        names.addFirst(settings.name());
        this.addresses = new AddressDetector(new NameMatcher(pronunciations, names));
    }

    public void handle(FloorInput input) {
        switch (input) {
            case FloorInput.Joined j -> {
                advance(j.atNanos());
                people.put(
                        j.participant(),
                        new Person(j.name(), j.agent(), new NameMatcher(pronunciations, names(j.name()))));
            }
            case FloorInput.Left l -> left(l);
            case FloorInput.SpeechStarted s -> started(s);
            case FloorInput.SpeechStopped s -> {
                advance(s.atNanos());
                boolean brief = person(s.participant()).stopped(nowNanos);
                // Where somebody waits for the answer, a short "mhm" of another must not put it off.
                boolean aside = held.isPresent() && !held.get().participant().equals(s.participant());
                if (!(brief && aside)) {
                    lastSoundNanos = nowNanos;
                }
            }
            case FloorInput.TurnEnded t -> turn(t);
            case FloorInput.TurnReopened t -> {
                advance(t.atNanos());
                if (held.isPresent()
                        && held.get().participant().equals(t.participant())
                        && held.get().turn() == t.turn()) {
                    held = Optional.empty();
                }
            }
            case FloorInput.Chat c -> chat(c);
            case FloorInput.Hand h -> {
                advance(h.atNanos());
                person(h.participant()).hand = h.raised();
            }
            case FloorInput.AgentSpeaking a -> agentSpeaking(a);
            case FloorInput.Agenda a -> {
                advance(a.atNanos());
                agenda = a.items();
            }
            case FloorInput.PolicyChanged p -> {
                advance(p.atNanos());
                settings = settings.withPolicy(p.policy());
                if (p.policy() == FloorPolicy.SCRIBE) {
                    held = Optional.empty();
                }
            }
            case FloorInput.Tick t -> advance(t.atNanos());
        }
        settle();
    }

    /** The next decision, in order; empty when there is none. */
    public Optional<FloorOutput> poll() {
        return Optional.ofNullable(outputs.poll());
    }

    /** When a {@link FloorInput.Tick} is due unless something comes first; {@link Long#MAX_VALUE} for never. */
    public long nextWakeNanos() {
        if (held.isPresent()) {
            return nowNanos + 50_000_000;
        }
        return settings.policy() == FloorPolicy.FACILITATOR && !agenda.isEmpty() ? nowNanos + 500_000_000 : NEVER;
    }

    /** How likely an unfinished turn of this participant is addressed to the agent, judged by its words so far. */
    public double addressed(String participant, String words) {
        if (settings.policy() == FloorPolicy.CONVERSATION) {
            return 1;
        }
        return words.isBlank()
                ? 0.5
                : addresses
                        .judge(words, course(participant), others(participant))
                        .toAgent();
    }

    private void advance(long atNanos) {
        nowNanos = Math.max(nowNanos, atNanos);
    }

    private Person person(String participant) {
        return people.computeIfAbsent(
                participant, id -> new Person(id, false, new NameMatcher(pronunciations, List.of())));
    }

    private void left(FloorInput.Left l) {
        advance(l.atNanos());
        people.remove(l.participant());
        if (held.isPresent() && held.get().participant().equals(l.participant())) {
            decide(held.get(), FloorAction.STAY_SILENT, "who asked has left");
            held = Optional.empty();
        }
    }

    private void started(FloorInput.SpeechStarted s) {
        advance(s.atNanos());
        Person who = person(s.participant());
        who.began(nowNanos);
        if (!who.agent) {
            return;
        }
        if (agentSpeaking && nowNanos - agentStartedNanos <= TOGETHER_NANOS && goesFirst(who)) {
            outputs.add(new FloorOutput.Yield(
                    nowNanos, s.participant(), who.name + " began at the same moment and goes first"));
        } else if (held.isPresent() && held.get().addressed() < ADDRESSED) {
            // The other agent took the open question.
            decide(held.get(), FloorAction.STAY_SILENT, who.name + " answers already");
            held = Optional.empty();
        }
    }

    private void agentSpeaking(FloorInput.AgentSpeaking a) {
        advance(a.atNanos());
        lastSoundNanos = nowNanos;
        if (a.speaking()) {
            if (!agentSpeaking) {
                agentStartedNanos = nowNanos;
            }
            agentSpokeLast = true;
            agentAsked = false;
            answered = answering;
        } else {
            agentStoppedNanos = nowNanos;
        }
        agentSpeaking = a.speaking();
        if (!a.text().isBlank()) {
            agentAsked = asksAtEnd(a.text());
        }
    }

    private static boolean asksAtEnd(String text) {
        String trimmed = text.strip();
        if (trimmed.endsWith("?")) {
            return true;
        }
        String[] sentences = trimmed.toLowerCase(Locale.ROOT).split("[.!;]\\s*");
        return sentences.length > 0 && !trimmed.endsWith(".") && QuestionShape.asks(sentences[sentences.length - 1]);
    }

    private void turn(FloorInput.TurnEnded t) {
        advance(t.atNanos());
        Person who = person(t.participant());
        who.stopped(nowNanos);
        AddressDetector.Address a = addresses.judge(t.text(), course(t.participant()), others(t.participant()));
        if (onlyListens(t, a)) {
            // No turn: what others are owed, and who asked whom, stays as it is.
            silent(t, a, "a sign of listening");
            return;
        }
        lastSoundNanos = nowNanos;
        boolean mine = switch (settings.policy()) {
            case CONVERSATION -> !who.agent || a.named();
            case ADDRESSED -> a.toAgent() >= ADDRESSED;
            case FACILITATOR -> a.toAgent() >= ADDRESSED || (a.open() && !who.agent);
            case SCRIBE -> false;
        };
        agentSpokeLast = false;
        if (!mine) {
            held = held.filter(h -> h.addressed() >= ADDRESSED);
            silent(t, a, settings.policy() == FloorPolicy.SCRIBE ? "a scribe does not speak" : a.reason());
            return;
        }
        String reason = settings.policy() == FloorPolicy.CONVERSATION && a.toAgent() < ADDRESSED
                ? "every turn is mine"
                : a.reason();
        long stagger = a.toAgent() < ADDRESSED ? agentsBefore() * STAGGER_NANOS : 0;
        held.ifPresent(h -> decide(h, FloorAction.STAY_SILENT, "a newer turn replaced it"));
        Held right = new Held(
                t.participant(),
                t.turn(),
                nowNanos,
                nowNanos + stagger,
                nowNanos + settings.freshMillis() * 1_000_000L,
                a.toAgent(),
                false,
                reason);
        held = Optional.empty();
        answering = t.participant();
        if (free() && stagger == 0) {
            decide(right, FloorAction.SPEAK_NOW, reason);
        } else {
            held = Optional.of(right);
            decide(right, FloorAction.HOLD, reason + "; " + (free() ? "another agent goes first" : "somebody speaks"));
        }
    }

    /** In a group, a short word to nobody. After a question of the agent it may be the answer. */
    private boolean onlyListens(FloorInput.TurnEnded t, AddressDetector.Address a) {
        return settings.policy() != FloorPolicy.CONVERSATION && a.toAgent() < ADDRESSED && Backchannels.only(t.text());
    }

    private void silent(FloorInput.TurnEnded t, AddressDetector.Address a, String reason) {
        outputs.add(new FloorOutput.Decided(
                nowNanos, t.participant(), t.turn(), FloorAction.STAY_SILENT, a.toAgent(), reason, nowNanos));
    }

    private void chat(FloorInput.Chat c) {
        advance(c.atNanos());
        boolean other = people.containsKey(c.participant()) && person(c.participant()).agent;
        AddressDetector.Course course =
                new AddressDetector.Course(peopleCount(), false, false, false, 1e9, agentsCount() > 0);
        AddressDetector.Address a = addresses.judge(plain(c.text()), course, others(c.participant()));
        boolean answer = settings.mayChat() && !other && a.toAgent() >= ADDRESSED;
        outputs.add(new FloorOutput.Decided(
                nowNanos,
                c.participant(),
                c.message(),
                answer ? FloorAction.ANSWER_IN_CHAT : FloorAction.STAY_SILENT,
                a.toAgent(),
                a.reason() + ", in the chat",
                nowNanos + settings.freshMillis() * 1_000_000L));
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9' ]", " ").strip();
    }

    /** Looks at the held right and at the silence after each input. */
    private void settle() {
        if (held.isPresent()) {
            Held h = held.get();
            if (nowNanos > h.freshUntilNanos()) {
                held = Optional.empty();
                boolean chat = settings.mayChat() && h.addressed() >= ADDRESSED;
                decide(
                        h,
                        chat ? FloorAction.ANSWER_IN_CHAT : FloorAction.STAY_SILENT,
                        "no gap came while the answer was fresh");
            } else if (gap() && nowNanos >= h.notBeforeNanos()) {
                held = Optional.empty();
                decide(h, FloorAction.SPEAK_NOW, h.reason() + "; a gap came");
            } else if (settings.mayRaiseHand()
                    && !h.handRaised()
                    && nowNanos - h.sinceNanos() >= settings.handMillis() * 1_000_000L) {
                held = Optional.of(h.raised());
                decide(h, FloorAction.RAISE_HAND, "no gap for " + settings.handMillis() / 1000 + " seconds");
            }
            return;
        }
        if (settings.policy() == FloorPolicy.FACILITATOR
                && !agenda.isEmpty()
                && free()
                && nowNanos - Math.max(lastSoundNanos, nudgedNanos) >= settings.nudgeMillis() * 1_000_000L) {
            nudgedNanos = nowNanos;
            List<String> hands = people.values().stream()
                    .filter(p -> p.hand)
                    .map(p -> p.name)
                    .toList();
            outputs.add(new FloorOutput.Nudge(
                    nowNanos,
                    hands.isEmpty()
                            ? "nobody spoke for " + settings.nudgeMillis() / 1000 + " seconds"
                            : String.join(", ", hands) + " raised a hand"));
        }
    }

    private boolean free() {
        return !agentSpeaking && people.values().stream().noneMatch(Person::speaking);
    }

    private boolean gap() {
        return free() && nowNanos - Math.max(lastSoundNanos, agentStoppedNanos) >= settings.gapMillis() * 1_000_000L;
    }

    private void decide(Held h, FloorAction action, String reason) {
        outputs.add(new FloorOutput.Decided(
                nowNanos, h.participant(), h.turn(), action, h.addressed(), reason, h.freshUntilNanos()));
    }

    private AddressDetector.Course course(String participant) {
        return new AddressDetector.Course(
                peopleCount(),
                agentSpokeLast,
                agentAsked,
                answered.equals(participant),
                (nowNanos - agentStoppedNanos) / 1e9,
                agentsCount() > 0);
    }

    private List<NameMatcher> others(String speaker) {
        return people.entrySet().stream()
                .filter(e -> !e.getKey().equals(speaker))
                .map(e -> e.getValue().matcher)
                .toList();
    }

    private int peopleCount() {
        return (int) people.values().stream().filter(p -> !p.agent).count();
    }

    private long agentsCount() {
        return people.values().stream().filter(p -> p.agent).count();
    }

    private long agentsBefore() {
        return people.values().stream().filter(p -> p.agent && goesFirst(p)).count();
    }

    /** Agents need no talk to agree on who goes first: by name. */
    private boolean goesFirst(Person other) {
        return other.name.compareToIgnoreCase(settings.name()) < 0;
    }

    private static List<String> names(String name) {
        String[] parts = name.strip().split("\\s+");
        return parts.length > 1 ? List.of(name, parts[0]) : List.of(name);
    }
}
