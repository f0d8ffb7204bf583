/**
 * The meeting engine: a sans-IO core that every input enters with its time and every effect leaves, its driver,
 * its event log and its replay.
 */
@NullMarked
package parley.conversation;

import org.jspecify.annotations.NullMarked;
