/**
 * How a meeting is reached: one narrow interface, and a package for each platform.
 */
@NullMarked
package parley.connectors;

import org.jspecify.annotations.NullMarked;
