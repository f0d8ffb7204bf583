package parley.brain.bridge;

/** What is known of a brain, for all of its meetings. */
enum BrainHealth {
    /** It has no health service, or has not been asked: it is as well as it answers. */
    UNKNOWN,
    /** It takes meetings. */
    WELL,
    /** It is not there, or says that it takes no meetings. */
    AWAY
}
