/** HTTP: REST, WebSocket and Server-Sent Events over the same operations, and the console's files. */
@NullMarked
package parley.server.http;

import org.jspecify.annotations.NullMarked;
