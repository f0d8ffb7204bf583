/**
 * The brain that is always there: no model, no network, the same answer every time. It greets, answers from a Markdown
 * file, keeps notes, hears what was agreed, and says plainly what it cannot do.
 */
@NullMarked
package parley.brain.embedded;

import org.jspecify.annotations.NullMarked;
