/** The benchmark of whole gateways: many meetings at once, many subscribers, crashes, and the start. */
@NullMarked
package parley.server.bench;

import org.jspecify.annotations.NullMarked;
