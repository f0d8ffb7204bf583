/** The models that can be pulled: what they are for, where they come from, and how they get here whole. */
@NullMarked
package parley.inference.catalog;

import org.jspecify.annotations.NullMarked;
