/**
 * Says of any brain, rule by rule, whether it keeps the contract. {@link parley.brain.conformance.FakeBrain} is a brain
 * that can be told to break each of them.
 */
@NullMarked
package parley.brain.conformance;

import org.jspecify.annotations.NullMarked;
