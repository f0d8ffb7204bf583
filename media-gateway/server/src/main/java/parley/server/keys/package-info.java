/** Who may use the gateway: API keys, kept hashed, and how often they may ask. */
@NullMarked
package parley.server.keys;

import org.jspecify.annotations.NullMarked;
