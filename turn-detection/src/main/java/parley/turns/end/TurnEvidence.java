package parley.turns.end;

import parley.turns.completeness.Completeness;

/**
 * The numbers behind a decision.
 *
 * @param probability that the turn is over
 * @param threshold the probability from which waiting costs more than cutting in
 * @param silenceMillis since the last voiced sample
 * @param completeness of the words so far
 * @param audioFinished from an audio model, or NaN
 * @param pitchSlope of the last voiced stretch, semitones a second; negative falls
 * @param falling how much melody and loudness sound like an end, as log odds; 0 says nothing
 * @param finalLevel the last loudness against this speaker's usual one, dB
 * @param pauseMedianMillis this speaker's usual pause inside a turn
 * @param question whether the words ask something
 * @param addressed how likely the agent is spoken to
 * @param othersSpeaking whether somebody else has begun
 */
public record TurnEvidence(
        double probability,
        double threshold,
        double silenceMillis,
        Completeness completeness,
        double audioFinished,
        double pitchSlope,
        double falling,
        double finalLevel,
        double pauseMedianMillis,
        boolean question,
        double addressed,
        boolean othersSpeaking) {
    TurnEvidence withProbability(double value) {
        return new TurnEvidence(
                value,
                threshold,
                silenceMillis,
                completeness,
                audioFinished,
                pitchSlope,
                falling,
                finalLevel,
                pauseMedianMillis,
                question,
                addressed,
                othersSpeaking);
    }
}
