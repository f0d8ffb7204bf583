/**
 * For those who write brains in Java. A brain is one function, from a meeting to what it does there:
 *
 * <pre>{@code
 * public final class Parrot {
 *     public static void main(String[] args) throws Exception {
 *         Brain parrot = Brain.named("parrot", meeting -> new MeetingHandler() {
 *             @Override
 *             public void onTurn(Turn turn, Answer answer) {
 *                 answer.say("You said: " + turn.getText());
 *                 answer.end();
 *             }
 *         });
 *         BrainServer.on(parrot, 9090).awaitTermination();
 *     }
 * }
 * }</pre>
 *
 * The contract's duties are taken care of: the greeting, numbers, resumption after a break, answers that become void.
 * Everything of one meeting happens on one loop, so a handler needs no locks.
 */
@NullMarked
package parley.brain.sdk;

import org.jspecify.annotations.NullMarked;
