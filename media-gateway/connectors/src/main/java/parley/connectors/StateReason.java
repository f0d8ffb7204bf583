package parley.connectors;

import java.util.Locale;

/** Why a link is in its state, as a stable word that programs may compare. */
public enum StateReason {
    /** The gateway asked for it. */
    REQUESTED,
    /** Nobody has let the agent in yet. */
    WAITING_FOR_ADMISSION,
    /** The host is not there yet. */
    WAITING_FOR_HOST,
    /** It is in. */
    LET_IN,
    /** It is back after having been lost. */
    RECOVERED,
    /** Somebody said no. */
    REFUSED,
    /** Nobody answered in the lobby. */
    LOBBY_TIMEOUT,
    /** Somebody put the agent out. */
    PUT_OUT,
    /** The agent left by itself. */
    LEFT,
    /** The host or the platform ended the meeting. */
    MEETING_OVER,
    /** The network path broke. */
    NETWORK,
    /** The meeting's server went away or restarted. */
    SERVER_GONE,
    /** It did not come back in time. */
    UNREACHABLE,
    /** There is no such meeting. */
    NOT_FOUND,
    /** The meeting is full. */
    FULL,
    /** Key, token, PIN or password is wrong or missing. */
    UNAUTHORIZED,
    /** The platform keeps machines out. */
    BLOCKED,
    /** A person has to sign in. */
    SIGN_IN_NEEDED,
    /** A person has to solve something. */
    CAPTCHA,
    /** The request's settings cannot work; the message names the key. */
    BAD_SETTINGS,
    /** The other side does not follow its protocol. */
    PROTOCOL,
    /** A fault of the gateway; the message and the log say which. */
    INTERNAL;

    /** The word as APIs and logs show it: {@code lobby-timeout}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
