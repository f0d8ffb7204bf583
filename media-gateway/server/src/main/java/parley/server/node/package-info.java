/** A running gateway: everything wired by constructor, started in order, ended politely. */
@NullMarked
package parley.server.node;

import org.jspecify.annotations.NullMarked;
