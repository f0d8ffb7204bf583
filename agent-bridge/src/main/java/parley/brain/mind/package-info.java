/** What an agent is made of: a folder of Markdown files that people write and read. */
@NullMarked
package parley.brain.mind;

import org.jspecify.annotations.NullMarked;
