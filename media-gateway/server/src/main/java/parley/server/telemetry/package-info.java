/** What operators see of turns from outside: spans for a tracing backend, timers for Prometheus. */
@NullMarked
package parley.server.telemetry;

import org.jspecify.annotations.NullMarked;
