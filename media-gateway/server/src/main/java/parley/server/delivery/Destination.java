package parley.server.delivery;

import java.util.concurrent.CompletableFuture;

/** A way to somebody outside. Any thread. */
public interface Destination {
    /** Tells what goes there from what goes elsewhere; the same after every start. */
    String mark();

    /** One attempt. Never blocks and never fails: what goes wrong is the outcome. */
    CompletableFuture<Outcome> send(StoredDelivery delivery, long nowUnixMillis);

    /** Nothing more comes of this: it was taken, or is given up. May block. */
    default void settled(StoredDelivery delivery) {}
}
