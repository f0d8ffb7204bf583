package parley.conversation.meeting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import parley.agent.v1.BrainAction;
import parley.agent.v1.EndReply;
import parley.agent.v1.GatewayEvent;
import parley.agent.v1.Say;
import parley.conversation.event.Attendee;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.MeetingState;
import parley.conversation.event.TimedWord;
import parley.turns.completeness.Completeness;
import parley.turns.end.TurnSettings;
import parley.turns.floor.Pronunciations;
import parley.turns.voice.VoiceFrame;

/** A meeting core in virtual time, with everything around it played by the test: sound, words, brain and playout. */
final class Scene {
    static final long MILLI = 1_000_000L;
    static final Pronunciations PRONUNCIATIONS = Pronunciations.load();

    final MeetingCore core;
    final List<Effect> effects = new ArrayList<>();
    final List<Input> inputs = new ArrayList<>();
    long now;
    private long utterances;
    private final java.util.Map<String, Long> utterance = new java.util.HashMap<>();

    Scene(SpeakingPolicy policy) {
        this(policy, MeetingSettings.Limits.DEFAULT, "");
    }

    Scene(SpeakingPolicy policy, MeetingSettings.Limits limits, String consent) {
        this(policy, limits, consent, 8_000);
    }

    Scene(SpeakingPolicy policy, MeetingSettings.Limits limits, String consent, int giveUpAfterMillis) {
        core = new MeetingCore(settings(policy, limits, consent, giveUpAfterMillis), PRONUNCIATIONS);
    }

    Scene(SpeakingPolicy policy, MeetingSettings.Manners manners) {
        MeetingSettings usual = settings(policy, MeetingSettings.Limits.DEFAULT, "", 8_000);
        core = new MeetingCore(
                new MeetingSettings(
                        usual.meetingId(),
                        usual.tenant(),
                        usual.title(),
                        usual.agent(),
                        usual.policy(),
                        usual.language(),
                        usual.vocabulary(),
                        usual.keeping(),
                        usual.limits(),
                        usual.agenda(),
                        usual.attributes(),
                        usual.turnSettings(),
                        manners,
                        usual.patience(),
                        usual.startedUnixMillis()),
                PRONUNCIATIONS);
    }

    static MeetingSettings settings(
            SpeakingPolicy policy, MeetingSettings.Limits limits, String consent, int giveUpAfterMillis) {
        return new MeetingSettings(
                "m1",
                "tenant",
                "Review",
                new MeetingSettings.Agent("ada", "Ada", List.of(), "", "", ""),
                policy,
                "en",
                List.of("Kubernetes"),
                new MeetingSettings.Keeping(true, true, consent, policy == SpeakingPolicy.SCRIBE),
                limits,
                List.of(),
                Map.of(),
                TurnSettings.DEFAULT,
                MeetingSettings.Manners.DEFAULT,
                new MeetingSettings.Patience(
                        1_000, 1_500, "One moment.", 3_000, giveUpAfterMillis, "Sorry, I cannot answer right now."),
                0);
    }

    Scene joined(String... people) {
        tell(new Input.Connected(now, MeetingState.JOINING, "requested", "joining"));
        tell(new Input.Connected(now, MeetingState.IN_CALL, "let-in", "in the meeting"));
        tell(new Input.AttendeeCame(now, new Attendee("x", "Ada", true, true, false, false, true)));
        for (String person : people) {
            tell(new Input.AttendeeCame(now, new Attendee(person, person, false, false, false, false, true)));
        }
        tell(new Input.BrainReady(now, "test", true, true));
        return this;
    }

    Scene comes(String person) {
        tell(new Input.AttendeeCame(now, new Attendee(person, person, false, false, false, false, true)));
        return this;
    }

    void tell(Input input) {
        inputs.add(input);
        List<Effect> now = core.handle(input);
        effects.addAll(now);
        for (Effect effect : now) {
            if (effect instanceof Effect.JudgeWords judge) {
                tell(new Input.WordsJudged(
                        this.now, judge.participantId(), judge.textRevision(), new Completeness(0.97, 0.02, 0.01)));
            } else if (effect instanceof Effect.FlushWords flush
                    && !late
                    && utterance.containsKey(flush.participantId())) {
                recognized(flush.participantId(), said.getOrDefault(flush.participantId(), ""), true);
                utterance.remove(flush.participantId());
            } else if (effect instanceof Effect.Stop stop) {
                tell(new Input.Stopped(this.now, stop.replyId(), stop.generation(), "the", " rest", 400, false));
            }
        }
    }

    private boolean late;
    private final java.util.Map<String, String> said = new java.util.HashMap<>();

    private void recognized(String who, String text, boolean closed) {
        List<TimedWord> words = new ArrayList<>();
        String[] parts = text.split(" ");
        for (int i = 0; i < parts.length; i++) {
            long end = now / MILLI - (parts.length - 1 - i) * 200L;
            words.add(new TimedWord(parts[i], end - 200, end, 0.9, true));
        }
        tell(new Input.Recognized(now, who, utterance.get(who), closed, text, words, 0.9, "en"));
    }

    /** From now on the recognizer's final words come only by {@link #closes}. */
    Scene recognizedLate() {
        late = true;
        return this;
    }

    Scene closes(String who, String text) {
        recognized(who, text, true);
        utterance.remove(who);
        return this;
    }

    /** Somebody speaks for as long as the text takes; a live transcript comes at its end. */
    Scene says(String who, String text) {
        said.put(who, text);
        utterance.put(who, ++utterances);
        voice(who, 200L * text.split(" ").length, 0.97f);
        recognized(who, text, false);
        return this;
    }

    Scene voice(String who, long millis, float probability) {
        for (long t = 0; t < millis; t += 32) {
            now += 32 * MILLI;
            tell(new Input.Voice(
                    now, who, new VoiceFrame(now, 32 * MILLI, probability, probability > 0.5 ? -20 : -70, 120, 0)));
        }
        return this;
    }

    Scene silence(String who, long millis) {
        return voice(who, millis, 0.01f);
    }

    /** Time without a sound frame; ticks come when they are due. */
    Scene pass(long millis) {
        long until = now + millis * MILLI;
        while (core.nextWakeNanos() <= until) {
            now = Math.max(now, core.nextWakeNanos());
            tell(new Input.Tick(now));
        }
        now = until;
        return this;
    }

    Scene brainSays(String reply, String turn, int revision, String text) {
        tell(new Input.BrainActed(
                now,
                BrainAction.newBuilder()
                        .setSay(Say.newBuilder()
                                .setReplyId(reply)
                                .setTurnId(turn)
                                .setTurnRevision(revision)
                                .setText(text))
                        .build()));
        tell(new Input.BrainActed(
                now,
                BrainAction.newBuilder()
                        .setEndReply(EndReply.newBuilder().setReplyId(reply))
                        .build()));
        return this;
    }

    <T> List<T> effects(Class<T> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    <T extends MeetingEvent> List<T> events(Class<T> kind) {
        return effects(Effect.Publish.class).stream()
                .map(p -> p.published().event())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    List<GatewayEvent> brainHeard(GatewayEvent.EventCase kind) {
        return effects(Effect.ToBrain.class).stream()
                .map(Effect.ToBrain::event)
                .filter(e -> e.getEventCase() == kind)
                .toList();
    }

    Effect.Play played() {
        return effects(Effect.Play.class).getLast();
    }

    Scene audible() {
        Effect.Play play = played();
        tell(new Input.SoundReady(now, play.replyId(), play.generation()));
        tell(new Input.Audible(now, play.replyId(), play.generation()));
        tell(new Input.Played(now, play.replyId(), play.generation(), 1));
        return this;
    }

    Scene playedOut(String heard) {
        Effect.Play play = played();
        tell(new Input.PlayedOut(now, play.replyId(), play.generation(), heard, 800, false));
        return this;
    }
}
