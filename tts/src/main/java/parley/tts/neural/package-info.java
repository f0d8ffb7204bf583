/** Neural voices on ONNX: Piper's contract and Kokoro's. */
@NullMarked
package parley.tts.neural;

import org.jspecify.annotations.NullMarked;
