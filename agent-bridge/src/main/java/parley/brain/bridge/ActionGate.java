package parley.brain.bridge;

import java.util.Optional;
import java.util.Set;
import parley.agent.v1.BrainAction;
import parley.agent.v1.Capabilities;
import parley.agent.v1.Error;

/** What an action may be in this meeting, apart from turns and replies: capabilities, names, lengths, the time after leaving. */
final class ActionGate {
    private static final int LONGEST_CHAT = 8_000;
    private static final int LONGEST_NOTE = 20_000;
    private static final int LONGEST_ARGUMENTS = 100_000;

    private final MeetingPicture picture;
    private final Set<String> tools;
    private boolean left;
    long duplicates;

    ActionGate(MeetingPicture picture) {
        this.picture = picture;
        this.tools = picture.toolNames();
    }

    Optional<Fault> check(BrainAction action, boolean closing) {
        Capabilities can = picture.capabilities();
        return switch (action.getActionCase()) {
            case SAY -> left || closing ? notAllowed("nothing is said after leaving") : needs(can.getSpeak(), "speech");
            case CHAT -> {
                if (left || closing) {
                    yield notAllowed("nothing is written after leaving");
                }
                yield needs(can.getChat(), "a chat")
                        .or(() -> notLonger("chat.text", action.getChat().getText(), LONGEST_CHAT));
            }
            case HAND -> needs(can.getRaiseHand(), "raised hands");
            case SHOW_SLIDE, HIDE_SLIDE -> needs(can.getShowSlides(), "slides");
            case DTMF -> needs(can.getDtmf(), "dial tones");
            case NOTE -> notLonger("note.text", action.getNote().getText(), LONGEST_NOTE);
            case TOOL_CALL -> {
                var call = action.getToolCall();
                if (call.getCallId().isBlank()) {
                    yield fault(Error.Code.CODE_INVALID, "tool_call.call_id is empty");
                }
                if (!tools.contains(call.getName())) {
                    yield fault(Error.Code.CODE_NOT_SUPPORTED, "there is no tool " + call.getName());
                }
                yield notLonger("tool_call.arguments_json", call.getArgumentsJson(), LONGEST_ARGUMENTS);
            }
            case LEAVE -> {
                left = true;
                yield Optional.empty();
            }
            case WELCOME, END_REPLY, CANCEL_REPLY, STAY_SILENT, ASK_FLOOR, USAGE, MOVE_AGENDA, ERROR, ACTION_NOT_SET ->
                Optional.empty();
        };
    }

    private static Optional<Fault> needs(boolean there, String what) {
        return there ? Optional.empty() : fault(Error.Code.CODE_NOT_SUPPORTED, "this meeting has no " + what);
    }

    private static Optional<Fault> notAllowed(String why) {
        return fault(Error.Code.CODE_NOT_ALLOWED, why);
    }

    private static Optional<Fault> notLonger(String field, String text, int most) {
        return text.length() <= most
                ? Optional.empty()
                : fault(Error.Code.CODE_OVER_LIMIT, field + " is longer than " + most + " characters");
    }

    private static Optional<Fault> fault(Error.Code code, String message) {
        return Optional.of(new Fault(code, message));
    }
}
