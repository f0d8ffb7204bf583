/** The gateway's contract over gRPC, from the same table of operations as REST. */
@NullMarked
package parley.server.grpc;

import org.jspecify.annotations.NullMarked;
