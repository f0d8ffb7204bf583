/** The command line: one dispatcher, a command for each line of {@code ./parley help}. */
@NullMarked
package parley.server.cli;

import org.jspecify.annotations.NullMarked;
