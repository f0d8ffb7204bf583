/**
 * Brains: the gateway's end of the brain contract, the SDK and conformance kit for those who write brains, and
 * the brains that ship.
 */
@NullMarked
package parley.brain;

import org.jspecify.annotations.NullMarked;
