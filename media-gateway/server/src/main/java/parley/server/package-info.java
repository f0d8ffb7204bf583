/**
 * The gateway as a program: Main and the command line, configuration, HTTP, WebSocket and gRPC services, keys,
 * metrics and the console.
 */
@NullMarked
package parley.server;

import org.jspecify.annotations.NullMarked;
