package parley.server.delivery;

/**
 * Something on its way to one address.
 *
 * <pre>
 *   WAITING --taken--> DELIVERED      WAITING --a day over, refused--> DEAD      DEAD, DELIVERED --resend--> WAITING
 * </pre>
 *
 * @param id the same in every attempt
 * @param mark which destination
 * @param sinceUnixMillis when its day of retries began
 * @param dueUnixMillis when it is tried next
 * @param problem of the last attempt
 */
public record StoredDelivery(
        String id,
        String mark,
        String tenant,
        String meetingId,
        String event,
        String address,
        String body,
        State state,
        int attempts,
        long createdUnixMillis,
        long sinceUnixMillis,
        long dueUnixMillis,
        String problem) {

    /** Where it stands. */
    public enum State {
        WAITING,
        DELIVERED,
        DEAD
    }

    StoredDelivery became(State next, int attemptsNow, long due, String problemNow) {
        return new StoredDelivery(
                id,
                mark,
                tenant,
                meetingId,
                event,
                address,
                body,
                next,
                attemptsNow,
                createdUnixMillis,
                sinceUnixMillis,
                due,
                problemNow);
    }

    /** Once more from the beginning, with the same id. */
    StoredDelivery again(long now) {
        return new StoredDelivery(
                id,
                mark,
                tenant,
                meetingId,
                event,
                address,
                body,
                State.WAITING,
                0,
                createdUnixMillis,
                now,
                now,
                problem);
    }
}
