/** The command that shows, pulls and verifies models. */
@NullMarked
package parley.inference.cli;

import org.jspecify.annotations.NullMarked;
