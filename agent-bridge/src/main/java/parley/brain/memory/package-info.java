/** What an agent keeps of the people it met: facts and preferences, with confidence and source, and never a secret. */
@NullMarked
package parley.brain.memory;

import org.jspecify.annotations.NullMarked;
