package parley.brain.bridge;

import parley.agent.v1.Error;

/** A rule of the contract or of the meeting that an action broke; the brain is told. */
record Fault(Error.Code code, String message) {}
