/** A gateway with everything embedded, for whoever wants to see what it is like. */
@NullMarked
package parley.server.demo;

import org.jspecify.annotations.NullMarked;
