/**
 * Encryption at rest: a data key for each meeting, wrapped by a master key that lies elsewhere. Whoever destroys a meeting's
 * data key has destroyed the meeting, in every copy of its files.
 */
@NullMarked
package parley.archive.sealing;

import org.jspecify.annotations.NullMarked;
