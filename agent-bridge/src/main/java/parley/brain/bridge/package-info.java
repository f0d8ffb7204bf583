/**
 * The gateway's end of the brain contract: one stream a meeting, resumed after a break, with deadlines and budgets
 * enforced. {@link parley.brain.bridge.BrainBridge} is where a gateway begins; {@code BrainLink} is the engine behind
 * it, which reads no clock and opens no socket.
 */
@NullMarked
package parley.brain.bridge;

import org.jspecify.annotations.NullMarked;
