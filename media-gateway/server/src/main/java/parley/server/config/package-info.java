/** Configuration: one immutable record tree, from a YAML file and the environment, checked at start. */
@NullMarked
package parley.server.config;

import org.jspecify.annotations.NullMarked;
