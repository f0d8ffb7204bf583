/** The English model that ships with the code: for synthetic voices, rehearsals and demonstrations. */
@NullMarked
package parley.stt.bundled;

import org.jspecify.annotations.NullMarked;
