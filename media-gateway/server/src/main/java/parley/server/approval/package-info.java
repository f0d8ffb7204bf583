/** What agents want to do outside their meetings, until a person or a rule decides, and for as long as its meeting is kept. */
@NullMarked
package parley.server.approval;

import org.jspecify.annotations.NullMarked;
