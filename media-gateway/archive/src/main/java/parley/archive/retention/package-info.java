/** How long things are kept, and that nothing of a deleted meeting remains. */
@NullMarked
package parley.archive.retention;

import org.jspecify.annotations.NullMarked;
