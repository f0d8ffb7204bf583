package parley.brain.embedded;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.agent.v1.Participant;

/** Who has said little in a meeting, nothing on the present item, and was not asked to. On the meeting's loop. */
final class QuietPeople {
    private final Map<String, Long> spokenMillis = new HashMap<>();
    private final Set<String> spokeInItem = new HashSet<>();
    private final Set<String> invitedInItem = new HashSet<>();

    void newItem() {
        spokeInItem.clear();
        invitedInItem.clear();
    }

    void spoke(String participantId, long millis) {
        spokeInItem.add(participantId);
        spokenMillis.merge(participantId, Math.max(0, millis), Long::sum);
    }

    void invited(String firstName) {
        invitedInItem.add(firstName.toLowerCase(Locale.ROOT));
    }

    Optional<Participant> quietest(List<Participant> people) {
        return people.stream()
                .filter(p -> !invitedInItem.contains(
                        p.getName().strip().split("\\s+")[0].toLowerCase(Locale.ROOT)))
                .filter(p -> !spokeInItem.contains(p.getId()))
                .min(Comparator.comparingLong((Participant p) -> spokenMillis.getOrDefault(p.getId(), 0L)));
    }
}
