package parley.brain.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import parley.agent.v1.BrainAction;
import parley.agent.v1.EndReply;
import parley.agent.v1.Say;

/** The rules that hold for every stream, looked up in all that came on one. */
final class StreamAudit {
    private static final Pattern NOT_SPEAKABLE =
            Pattern.compile("\\*\\*|__|```|^#{1,6} |\\[[^\\]]*]\\(http|</?[a-z]+[ >/]|[\\p{Cc}&&[^\\n\\t\\r]]");

    private final Findings findings;
    private final Map<String, Told> replies = new HashMap<>();

    StreamAudit(Findings findings) {
        this.findings = findings;
    }

    private static final class Told {
        String turn = "";
        int deltas;
        boolean ended;
    }

    void look(List<BrainAction> actions) {
        long last = 0;
        for (int i = 0; i < actions.size(); i++) {
            BrainAction action = actions.get(i);
            findings.check(
                    action.hasWelcome() == (i == 0) || versionError(action),
                    Rule.WELCOMES_FIRST,
                    "action " + (i + 1) + " is " + action.getActionCase());
            findings.check(
                    action.getSeq() > last,
                    Rule.NUMBERS_ACTIONS,
                    action.getActionCase() + " has number " + action.getSeq() + " after " + last);
            last = Math.max(last, action.getSeq());
            switch (action.getActionCase()) {
                case SAY -> said(action.getSay());
                case END_REPLY -> ended(action.getEndReply());
                case DTMF, SHOW_SLIDE, HIDE_SLIDE, TOOL_CALL ->
                    findings.broke(
                            Rule.STAYS_WITHIN_CAPABILITIES,
                            action.getActionCase() + " where the meeting has no such thing");
                default -> {}
            }
        }
    }

    private static boolean versionError(BrainAction action) {
        return action.hasError() && action.getError().getFatal();
    }

    private void said(Say say) {
        String turn = say.getTurnId() + "." + say.getTurnRevision();
        Told told = replies.computeIfAbsent(say.getReplyId(), id -> new Told());
        if (told.deltas > 0 && !told.turn.equals(turn)) {
            findings.broke(Rule.NEW_REPLY_NEW_ID, "reply " + say.getReplyId() + " was used for two turns");
            told = new Told();
            replies.put(say.getReplyId(), told);
        }
        told.turn = turn;
        findings.check(!told.ended, Rule.ENDED_IS_ENDED, "reply " + say.getReplyId() + " got a delta after its end");
        findings.check(
                say.getIndex() == told.deltas,
                Rule.COUNTS_DELTAS,
                "delta " + say.getIndex() + " of " + say.getReplyId() + " came where " + told.deltas + " was due");
        findings.check(!say.getText().isEmpty(), Rule.SPEAKS_PLAINLY, "a delta is empty");
        findings.check(
                !NOT_SPEAKABLE.matcher(say.getText()).find(),
                Rule.SPEAKS_PLAINLY,
                "a voice cannot say \"" + say.getText().strip() + "\"");
        told.deltas++;
    }

    private void ended(EndReply end) {
        Told told = replies.get(end.getReplyId());
        if (told == null) {
            findings.broke(Rule.ENDS_REPLIES, "reply " + end.getReplyId() + " was ended and never begun");
            return;
        }
        findings.check(
                told.ended || end.getDeltas() == told.deltas,
                Rule.END_TELLS_COUNT,
                "end_reply says " + end.getDeltas() + " deltas, there were " + told.deltas);
        told.ended = true;
    }
}
