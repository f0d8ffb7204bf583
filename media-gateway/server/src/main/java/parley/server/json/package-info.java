/** The messages of {@code parley.gateway.v1} as plain JSON, and the OpenAPI document made from the same descriptors. */
@NullMarked
package parley.server.json;

import org.jspecify.annotations.NullMarked;
