/** Recognition with streaming ONNX networks, batched over all participants. */
@NullMarked
package parley.stt.streaming;

import org.jspecify.annotations.NullMarked;
