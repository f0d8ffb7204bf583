/** Minutes by e-mail, once somebody has approved them. */
@NullMarked
package parley.server.mail;

import org.jspecify.annotations.NullMarked;
