package parley.conversation.driver;

import parley.conversation.meeting.MeetingView;

/** Tells the brain's side what was heard and spoken since the last time, in steps of some seconds. On the meeting's loop. */
final class SpeechMeter {
    private static final long STEP_MILLIS = 5_000;

    private long heardMillis;
    private long spokenMillis;

    /** @param toTheEnd the meeting is over: what is less than a step counts too */
    void count(MeetingView.Usage usage, boolean toTheEnd, BrainPort brain) {
        long heard = Math.round(usage.secondsHeard() * 1e3) - heardMillis;
        long spoken = Math.round(usage.secondsSpoken() * 1e3) - spokenMillis;
        if (heard + spoken >= (toTheEnd ? 1 : STEP_MILLIS)) {
            heardMillis += heard;
            spokenMillis += spoken;
            brain.count(heard, spoken);
        }
    }
}
