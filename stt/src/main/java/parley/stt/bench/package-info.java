/** What hearing costs and how well it hears, measured. */
@NullMarked
package parley.stt.bench;

import org.jspecify.annotations.NullMarked;
