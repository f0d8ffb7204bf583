/** Tools that the gateway runs for brains that are not in its process. */
@NullMarked
package parley.brain.tools;

import org.jspecify.annotations.NullMarked;
