package parley.conversation.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import parley.conversation.event.MeetingEvent;
import parley.conversation.event.Published;
import parley.conversation.log.EventLog;
import parley.turns.floor.Pronunciations;

/** {@code parley replay FILE [--policy FILE] [--json]}: the same decisions again, or what another policy would have decided. */
public final class ReplayCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String USAGE = "usage: parley replay FILE [--policy FILE] [--json]";

    private ReplayCommand() {}

    public static int run(List<String> arguments, PrintStream out, PrintStream err) {
        Path file = null;
        Path policy = null;
        boolean json = false;
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.equals("--json")) {
                json = true;
            } else if (argument.equals("--policy") && i + 1 < arguments.size()) {
                policy = Path.of(arguments.get(++i));
            } else if (argument.startsWith("--policy=")) {
                policy = Path.of(argument.substring("--policy=".length()));
            } else if (!argument.startsWith("-") && file == null) {
                file = Path.of(argument);
            } else {
                err.println(USAGE);
                return MISUSED;
            }
        }
        if (file == null) {
            err.println(USAGE);
            return MISUSED;
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            EventLog.Content log = EventLog.read(in);
            Pronunciations pronunciations = Pronunciations.load();
            Replay.Outcome same = Replay.run(log, log.settings(), pronunciations);
            if (policy == null) {
                report(log, same, json, out);
                return same.differing() == 0 ? DONE : FAILED;
            }
            Replay.Outcome other = Replay.run(log, ReplayPolicy.read(policy).applyTo(log.settings()), pronunciations);
            fork(same, other, json, out);
            return DONE;
        } catch (IOException e) {
            err.println("cannot replay " + file + ": " + e.getMessage());
            return FAILED;
        }
    }

    private static void report(EventLog.Content log, Replay.Outcome outcome, boolean json, PrintStream out) {
        List<Published> decisions = Replay.decisions(outcome.events());
        if (json) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("meeting", log.settings().meetingId());
            root.put("steps", outcome.steps()).put("differing", outcome.differing());
            root.put("first_difference", outcome.firstDifference()).put("whole", log.whole());
            ArrayNode list = root.putArray("decisions");
            decisions.forEach(d -> list.add(line(d)));
            out.println(root);
            return;
        }
        decisions.forEach(d -> out.println(line(d)));
        out.printf(Locale.ROOT, "%d inputs, %d decided differently%n", outcome.steps(), outcome.differing());
        if (outcome.differing() > 0) {
            out.println("first: " + outcome.firstDifference());
        }
        if (!log.whole()) {
            out.println("the log ends in the middle of an entry: the gateway was cut off");
        }
    }

    private static void fork(Replay.Outcome was, Replay.Outcome would, boolean json, PrintStream out) {
        List<String> before =
                Replay.decisions(was.events()).stream().map(ReplayCommand::line).toList();
        List<String> after = Replay.decisions(would.events()).stream()
                .map(ReplayCommand::line)
                .toList();
        List<String> gone = without(before, after);
        List<String> come = without(after, before);
        if (json) {
            ObjectNode root = new ObjectMapper().createObjectNode();
            root.put("steps", was.steps());
            ArrayNode was1 = root.putArray("only_before");
            gone.forEach(was1::add);
            ArrayNode would1 = root.putArray("only_after");
            come.forEach(would1::add);
            out.println(root);
            return;
        }
        gone.forEach(line -> out.println("- " + line));
        come.forEach(line -> out.println("+ " + line));
        out.printf(Locale.ROOT, "%d decisions fewer, %d more%n", gone.size(), come.size());
    }

    private static List<String> without(List<String> lines, List<String> taken) {
        List<String> rest = new ArrayList<>(lines);
        taken.forEach(rest::remove);
        return rest;
    }

    static String line(Published published) {
        String what = switch (published.event()) {
            case MeetingEvent.Turn e ->
                "turn " + e.turnId() + "." + e.revision() + " "
                        + e.state().name().toLowerCase(Locale.ROOT) + " \"" + e.text() + "\": " + e.reason();
            case MeetingEvent.Floor e -> "floor " + e.decision() + " " + e.turnId() + ": " + e.reason();
            case MeetingEvent.Reply e ->
                "reply " + e.replyId() + " " + e.state().word() + " heard \"" + e.heardText() + "\" " + e.reason();
            case MeetingEvent.StateChanged e -> "state " + e.state().word() + ": " + e.reason();
            case MeetingEvent.AttendeeChanged e -> e.attendee().name() + " " + e.change();
            case MeetingEvent.Transcript e -> e.speaker() + ": " + e.text();
            case MeetingEvent.Chat e -> "chat " + e.text();
            case MeetingEvent.Note e -> e.kind() + " " + e.text();
            case MeetingEvent.Notice e -> "notice " + e.code() + ": " + e.message();
            case MeetingEvent.Proposal e -> "proposal " + e.what() + ": " + e.state();
            case MeetingEvent.TurnTimed e ->
                String.format(
                        Locale.ROOT,
                        "waterfall %s %.0f ms",
                        e.waterfall().turnId(),
                        e.waterfall().totalMillis());
        };
        return String.format(Locale.ROOT, "%8.3f s  %s", published.atMillis() / 1000.0, what.strip());
    }
}
