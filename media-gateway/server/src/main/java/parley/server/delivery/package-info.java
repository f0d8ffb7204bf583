/** What has to reach somebody outside: written down before it is sent, tried again, given up after a day. */
@NullMarked
package parley.server.delivery;

import org.jspecify.annotations.NullMarked;
