/**
 * ONNX Runtime sessions behind one small interface, micro-batching across streams, execution providers and the
 * model catalog.
 */
@NullMarked
package parley.inference;

import org.jspecify.annotations.NullMarked;
