/** The benchmark of the bridge and the conformance kit. */
@NullMarked
package parley.brain.bench;

import org.jspecify.annotations.NullMarked;
