/** What benchmarks of the media core need: a sound that codecs take for speech, percentiles, CPU by thread, trials in virtual time. */
@NullMarked
package parley.webrtc.bench;

import org.jspecify.annotations.NullMarked;
