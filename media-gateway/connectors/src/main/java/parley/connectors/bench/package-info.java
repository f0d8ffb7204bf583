/** The media benchmark: a gateway with rooms and guests over real sockets on loopback, in one process, CPU counted apart. */
@NullMarked
package parley.connectors.bench;

import org.jspecify.annotations.NullMarked;
