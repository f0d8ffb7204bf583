package parley.server.gateway;

/** Reads what callers say about pages of lists. */
final class Pages {
    private Pages() {}

    /** How many they want; unsigned in the contract, so that too many may look negative. */
    static int size(int asked, int usual, int largest) throws ProblemException {
        if (asked < 0 || asked > largest) {
            throw ProblemException.invalid("pageSize", "a page has at most " + largest + " entries", "Ask for less.");
        }
        return asked == 0 ? usual : asked;
    }

    /** Where a page begins, for lists whose token is a place. */
    static int offset(String token) throws ProblemException {
        if (token.isEmpty()) {
            return 0;
        }
        try {
            int offset = Integer.parseInt(token);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException e) {
            throw refused();
        }
        throw refused();
    }

    static ProblemException refused() {
        return ProblemException.invalid("pageToken", "this is no page token", "Use nextPageToken of the last answer.");
    }
}
