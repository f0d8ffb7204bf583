package parley.stt.bench;

/** A recording to measure with. */
@SuppressWarnings("ArrayRecordComponent") // bulk data, compared by nobody
record Spoken(String text, String voice, short[] samples) {}
