/** What the contracts promise to those who implement them: the released descriptor and the rules a change must keep. */
@NullMarked
package parley.contract;

import org.jspecify.annotations.NullMarked;
