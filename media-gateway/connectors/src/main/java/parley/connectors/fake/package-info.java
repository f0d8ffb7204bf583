/** A connector without a platform, for tests of everything above connectors and for replay. */
@NullMarked
package parley.connectors.fake;

import org.jspecify.annotations.NullMarked;
