package parley.turns.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import parley.turns.completeness.CompletenessModel;
import parley.turns.floor.Floor;
import parley.turns.floor.FloorAction;
import parley.turns.floor.FloorInput;
import parley.turns.floor.FloorOutput;
import parley.turns.floor.FloorPolicy;
import parley.turns.floor.FloorSettings;
import parley.turns.floor.Pronunciations;

/**
 * Meetings of several people and an agent, as timelines of voice and recognized words: whether the agent answers what was put to
 * it, in time, and keeps out of the rest.
 */
final class GroupBench {
    static final List<String> AGENTS = List.of("Parley", "Nova", "Iris", "Atlas", "Clara", "Oscar", "Mira", "Echo");
    private static final List<String> PEOPLE =
            List.of("Anna", "Tom", "Maria", "David", "Sarah", "Peter", "Lisa", "Emma");
    private static final double MISHEARD_NAMES = 0.25;
    /** Shares of turns in which another shows that it listens, or says something at the same time. */
    private static final double LISTENING = 0.2;

    private static final double AT_THE_SAME_TIME = 0.1;
    private static final List<String> SIGNS =
            List.of("mhm", "yeah", "right", "okay", "uh huh", "i see", "oh really", "got it", "makes sense", "sure");

    record Line(String kind, boolean addressed, String text) {}

    /** Counts of one or several meetings. */
    record Score(
            int due,
            int answered,
            int cutIns,
            double minutes,
            int hits,
            int wrong,
            int lost,
            Map<String, int[]> kinds) {
        double f1() {
            return 2.0 * hits / Math.max(1, 2 * hits + wrong + lost);
        }

        double answeredShare() {
            return (double) answered / Math.max(1, due);
        }

        double cutInsAMinute() {
            return cutIns / Math.max(1e-9, minutes);
        }

        Score plus(Score o) {
            Map<String, int[]> all = new TreeMap<>(kinds);
            o.kinds.forEach((k, v) -> all.merge(k, v, (a, b) -> new int[] {a[0] + b[0], a[1] + b[1]}));
            return new Score(
                    due + o.due,
                    answered + o.answered,
                    cutIns + o.cutIns,
                    minutes + o.minutes,
                    hits + o.hits,
                    wrong + o.wrong,
                    lost + o.lost,
                    all);
        }

        static Score none() {
            return new Score(0, 0, 0, 0, 0, 0, 0, Map.of());
        }
    }

    private final Pronunciations sounds;
    private final NameErrors errors;
    private final CompletenessModel model;
    private final List<Line> lines;

    GroupBench(Pronunciations sounds, CompletenessModel model) {
        this.sounds = sounds;
        this.errors = new NameErrors();
        this.model = model;
        this.lines = Sets.lines("group-lines.tsv").stream()
                .map(row -> row.split("\t", -1))
                .map(f -> new Line(f[0], f[1].equals("1"), f[2]))
                .toList();
    }

    /** Several meetings of so many people, one for each name of the agent. */
    Score meetings(int people, int turns, long seed) {
        Score sum = Score.none();
        for (int i = 0; i < AGENTS.size(); i++) {
            sum = sum.plus(new GroupMeeting(
                            model,
                            script(people, turns, AGENTS.get(i), new Random(seed + i)),
                            floor(people, AGENTS.get(i)),
                            new Random(seed * 31 + i))
                    .run());
        }
        return sum;
    }

    private Floor floor(int people, String agent) {
        Floor floor = new Floor(FloorSettings.of(agent, FloorPolicy.ADDRESSED), sounds);
        for (int i = 0; i < people; i++) {
            floor.handle(new FloorInput.Joined(0, PEOPLE.get(i), PEOPLE.get(i), false));
        }
        return floor;
    }

    /** Who says what: talk among people, calls to the agent, and what follows its answers. */
    private List<GroupMeeting.Turn> script(int people, int turns, String agent, Random r) {
        List<GroupMeeting.Turn> script = new ArrayList<>();
        String last = "";
        boolean answered = false;
        while (script.size() < turns) {
            boolean follow = answered && r.nextInt(4) == 0;
            String speaker = follow ? last : PEOPLE.get(r.nextInt(people));
            // Nobody answers themselves.
            while (!follow && speaker.equals(last)) {
                speaker = PEOPLE.get(r.nextInt(people));
            }
            Line line = pick(follow, r);
            String other = PEOPLE.get(r.nextInt(people));
            while (other.equals(speaker)) {
                other = PEOPLE.get(r.nextInt(people));
            }
            String said = errors.mishear(line.text(), agent, MISHEARD_NAMES, r)
                    .replace("{other}", other.toLowerCase(Locale.ROOT));
            script.add(new GroupMeeting.Turn(
                    speaker,
                    said,
                    line.kind(),
                    line.addressed(),
                    line.kind().equals("reply") ? "Shall I do that?" : "It is in the notes.",
                    aside(speaker, people, r)));
            answered = line.addressed();
            last = speaker;
        }
        // What the agent says before a reply must have been a question.
        for (int i = 0; i + 1 < script.size(); i++) {
            if (script.get(i + 1).kind().equals("reply")) {
                script.set(i, script.get(i).asking());
            }
        }
        return script;
    }

    /** What another of them says while this turn lasts, now and then. */
    private Optional<GroupMeeting.Aside> aside(String speaker, int people, Random r) {
        double chance = r.nextDouble();
        String other = PEOPLE.get(r.nextInt(people));
        if (chance >= LISTENING + AT_THE_SAME_TIME || other.equals(speaker)) {
            return Optional.empty();
        }
        if (chance < LISTENING) {
            return Optional.of(new GroupMeeting.Aside(other, SIGNS.get(r.nextInt(SIGNS.size())), true));
        }
        Line line = pick(false, r);
        while (!line.kind().equals("talk")) {
            line = pick(false, r);
        }
        return Optional.of(new GroupMeeting.Aside(other, line.text().replace("{other}", "you"), false));
    }

    private Line pick(boolean follow, Random r) {
        while (true) {
            Line line = lines.get(r.nextInt(lines.size()));
            boolean follows = line.kind().equals("follow-up") || line.kind().equals("reply");
            if (follows == follow) {
                return line;
            }
        }
    }

    /** What the floor decided about each turn, without a timeline: is the agent addressed? */
    static boolean taken(FloorOutput output) {
        return output instanceof FloorOutput.Decided d
                && (d.action() == FloorAction.SPEAK_NOW || d.action() == FloorAction.HOLD);
    }
}
