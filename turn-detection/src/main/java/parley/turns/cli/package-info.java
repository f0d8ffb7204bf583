/** The command line's part of turn-taking: decisions about recordings and about lines of text. */
@NullMarked
package parley.turns.cli;

import org.jspecify.annotations.NullMarked;
