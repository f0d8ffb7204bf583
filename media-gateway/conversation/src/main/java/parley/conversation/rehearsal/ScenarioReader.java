package parley.conversation.rehearsal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import parley.conversation.meeting.MeetingSettings;
import parley.conversation.meeting.SpeakingPolicy;
import parley.conversation.rehearsal.Scenario.Actor;
import parley.conversation.rehearsal.Scenario.Agent;
import parley.conversation.rehearsal.Scenario.BrainEvent;
import parley.conversation.rehearsal.Scenario.Cue;
import parley.conversation.rehearsal.Scenario.Expect;
import parley.conversation.rehearsal.Scenario.Line;

/** Reads scenarios from YAML. Keys that are not known are refused, with the place. */
public final class ScenarioReader {
    private static final int WITHIN_MILLIS = 4_000;
    private static final int GAP_MILLIS = 700;

    private ScenarioReader() {}

    public static Scenario read(String name, String yaml) throws ScenarioException {
        Object root;
        try {
            root = new Load(LoadSettings.builder().setLabel(name).build()).loadFromString(yaml);
        } catch (YamlEngineException e) {
            throw new ScenarioException(name + ": " + e.getMessage());
        }
        Fields top = new Fields(
                name,
                root,
                Set.of(
                        "about",
                        "title",
                        "policy",
                        "agent",
                        "participants",
                        "lines",
                        "agenda",
                        "action-items",
                        "notices"));
        List<Actor> actors = new ArrayList<>();
        for (Object one : top.list("participants")) {
            actors.add(actor(name + ": participants", one));
        }
        if (actors.isEmpty()) {
            throw new ScenarioException(name + ": participants: nobody takes part");
        }
        List<Line> lines = new ArrayList<>();
        for (Object one : top.list("lines")) {
            lines.add(line(name + ": lines, number " + (lines.size() + 1), one, actors));
        }
        List<MeetingSettings.AgendaItem> agenda = new ArrayList<>();
        for (Object one : top.list("agenda")) {
            Fields f = new Fields(name + ": agenda", one, Set.of("title", "description", "minutes", "owner"));
            agenda.add(new MeetingSettings.AgendaItem(
                    Integer.toString(agenda.size() + 1),
                    f.text("title", ""),
                    f.text("description", ""),
                    (int) f.number("minutes", 0),
                    f.text("owner", "")));
        }
        Agent agent = agent(name, top);
        if (!agent.brainApart() && lines.stream().anyMatch(l -> l.brain() != BrainEvent.NOTHING)) {
            throw new ScenarioException(name + ": a line's brain key wants brain-apart: true of the agent");
        }
        return new Scenario(
                name,
                top.text("about", ""),
                top.text("title", ""),
                choice(SpeakingPolicy.class, name + ": policy", top.text("policy", "automatic")),
                agent,
                actors,
                lines,
                agenda,
                top.texts("action-items"),
                top.texts("notices"));
    }

    private static Agent agent(String name, Fields top) throws ScenarioException {
        Fields f = new Fields(
                name + ": agent",
                top.value("agent", Map.of()),
                Set.of("name", "aliases", "vocabulary", "knowledge", "instructions", "brain-delay-ms", "brain-apart"));
        return new Agent(
                f.text("name", "Ada"),
                f.texts("aliases"),
                f.texts("vocabulary"),
                f.text("knowledge", ""),
                f.text("instructions", ""),
                (int) f.number("brain-delay-ms", 0),
                f.text("brain-apart", "false").equals("true"));
    }

    private static Actor actor(String where, Object value) throws ScenarioException {
        Fields f = new Fields(
                where,
                value,
                Set.of("name", "voice", "level-db", "noise", "snr-db", "loss-percent", "delay-ms", "jitter-ms"));
        String noise = f.text("noise", "none");
        if (!Set.of("none", "white", "hum", "babble").contains(noise)) {
            throw new ScenarioException(where + ": noise: " + noise + "; there are none, white, hum, babble");
        }
        return new Actor(
                f.text("name", ""),
                f.text("voice", "freetts"),
                f.number("level-db", 0),
                noise,
                f.number("snr-db", 20),
                f.number("loss-percent", 0),
                (int) f.number("delay-ms", 0),
                (int) f.number("jitter-ms", 0));
    }

    private static Line line(String where, Object value, List<Actor> actors) throws ScenarioException {
        Fields f = new Fields(
                where,
                value,
                Set.of(
                        "by",
                        "say",
                        "after-agent-ms",
                        "into-agent-ms",
                        "after-line-ms",
                        "expect",
                        "contains",
                        "within-ms",
                        "brain"));
        String by = f.text("by", actors.getFirst().name());
        if (actors.stream().noneMatch(a -> a.name().equals(by))) {
            throw new ScenarioException(where + ": by: there is no participant " + by);
        }
        Cue cue = new Cue.AfterAgent((int) f.number("after-agent-ms", GAP_MILLIS));
        if (f.has("into-agent-ms")) {
            cue = new Cue.IntoAgent((int) f.number("into-agent-ms", 0));
        } else if (f.has("after-line-ms")) {
            cue = new Cue.AfterLine((int) f.number("after-line-ms", 0));
        }
        String text = f.text("say", "");
        if (text.isBlank()) {
            throw new ScenarioException(where + ": say is missing");
        }
        return new Line(
                by,
                text,
                cue,
                choice(Expect.class, where + ": expect", f.text("expect", "answer")),
                f.texts("contains"),
                (int) f.number("within-ms", WITHIN_MILLIS),
                choice(BrainEvent.class, where + ": brain", f.text("brain", "nothing")));
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String where, String word) throws ScenarioException {
        E[] all = type.getEnumConstants();
        for (E one : all) {
            if (one.name().toLowerCase(Locale.ROOT).equals(word)) {
                return one;
            }
        }
        throw new ScenarioException(where + ": " + word + "; there are "
                + String.join(
                        ", ",
                        Arrays.stream(all)
                                .map(e -> e.name().toLowerCase(Locale.ROOT))
                                .toList()));
    }

    /** A YAML mapping whose keys are known. */
    private static final class Fields {
        private final String where;
        private final Map<?, ?> map;

        Fields(String where, Object value, Set<String> known) throws ScenarioException {
            this.where = where;
            if (!(value instanceof Map<?, ?> found)) {
                throw new ScenarioException(where + ": keys and values are expected here");
            }
            map = found;
            for (Object key : map.keySet()) {
                if (!known.contains(String.valueOf(key))) {
                    throw new ScenarioException(where + ": there is no key " + key + "; there are "
                            + String.join(", ", known.stream().sorted().toList()));
                }
            }
        }

        boolean has(String key) {
            return map.containsKey(key);
        }

        Object value(String key, Object otherwise) {
            Object value = map.get(key);
            return value == null ? otherwise : value;
        }

        String text(String key, String otherwise) {
            return String.valueOf(value(key, otherwise));
        }

        double number(String key, double otherwise) throws ScenarioException {
            if (value(key, otherwise) instanceof Number number) {
                return number.doubleValue();
            }
            throw new ScenarioException(where + ": " + key + " wants a number, not " + map.get(key));
        }

        List<?> list(String key) throws ScenarioException {
            if (value(key, List.of()) instanceof List<?> list) {
                return list;
            }
            throw new ScenarioException(where + ": " + key + " wants a list");
        }

        List<String> texts(String key) throws ScenarioException {
            return list(key).stream().map(String::valueOf).toList();
        }
    }
}
