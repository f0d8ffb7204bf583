/** Tells others about meetings over HTTP, signed as Standard Webhooks describes, until they have taken it or a day is over. */
@NullMarked
package parley.server.webhook;

import org.jspecify.annotations.NullMarked;
