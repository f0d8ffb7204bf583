/** What the gateway does for its callers, whatever protocol they come by. */
@NullMarked
package parley.server.gateway;

import org.jspecify.annotations.NullMarked;
