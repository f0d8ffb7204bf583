package parley.tts.neural;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes ONNX files by hand, field by field of onnx.proto, just large enough for a network with a voice's inputs and
 * outputs: each symbol id becomes 64 equal samples of id / 100.
 */
final class TinyNetwork {
    static final int SAMPLES_PER_ID = 64;
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private TinyNetwork() {}

    /** Piper's contract, with or without the durations, which are 1 for each id. */
    static byte[] piper(boolean durations) {
        Message graph = new Message();
        spread(graph, "input", "loud");
        graph.add(1, node("Reshape", "output", "loud", "flat"));
        graph.add(1, node("Reshape", "lengths", "floats", "row"));
        graph.add(1, node("Mul", "zeros", "lengths", "zero"));
        graph.add(1, node("Add", "durations", "zeros", "one"));
        graph.add(5, longs("flat", 1, 1, -1));
        graph.add(5, longs("row", 1, -1));
        graph.add(5, floats("zero", 0));
        graph.add(5, floats("one", 1));
        graph.add(11, value("input", INT64, "batch_size", "phonemes"));
        graph.add(11, value("input_lengths", INT64, "batch_size"));
        graph.add(11, value("scales", FLOAT, 3));
        graph.add(12, value("output", FLOAT, "batch_size", 1, "time"));
        if (durations) {
            graph.add(12, value("durations", FLOAT, "batch_size", "phonemes"));
        }
        return model(graph);
    }

    /** Kokoro's contract; louder when faster, so that a test sees that the speed arrived. */
    static byte[] kokoro() {
        Message graph = new Message();
        spread(graph, "input_ids", "loud");
        graph.add(1, node("Mul", "paced", "loud", "speed"));
        graph.add(1, node("Reshape", "waveform", "paced", "flat"));
        graph.add(5, longs("flat", -1));
        graph.add(11, value("input_ids", INT64, 1, "symbols"));
        graph.add(11, value("style", FLOAT, 1, 256));
        graph.add(11, value("speed", FLOAT, 1));
        graph.add(12, value("waveform", FLOAT, "samples"));
        return model(graph);
    }

    private static void spread(Message graph, String ids, String out) {
        graph.add(
                1,
                node("Cast", "floats", ids)
                        .add(5, new Message().add(1, "to").add(3, FLOAT).add(20, 2)));
        graph.add(1, node("Reshape", "column", "floats", "column-shape"));
        graph.add(1, node("MatMul", out, "column", "samples"));
        graph.add(5, longs("column-shape", -1, 1));
        float[] row = new float[SAMPLES_PER_ID];
        java.util.Arrays.fill(row, 0.01f);
        graph.add(5, floats("samples", row, 1, SAMPLES_PER_ID));
    }

    private static byte[] model(Message graph) {
        graph.add(2, "tiny");
        return new Message()
                .add(1, 8)
                .add(7, graph)
                .add(8, new Message().add(1, "").add(2, 13))
                .bytes();
    }

    private static Message node(String operator, String output, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.add(1, input);
        }
        return node.add(2, output).add(4, operator);
    }

    private static Message longs(String name, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return new Message().add(1, values.length).add(2, INT64).add(8, name).add(9, raw.array());
    }

    private static Message floats(String name, float value) {
        return floats(name, new float[] {value}, 1);
    }

    private static Message floats(String name, float[] values, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        Message tensor = new Message();
        for (int size : shape) {
            tensor.add(1, size);
        }
        return tensor.add(2, FLOAT).add(8, name).add(9, raw.array());
    }

    private static Message value(String name, int type, Object... shape) {
        Message dimensions = new Message();
        for (Object size : shape) {
            Message dimension = new Message();
            dimensions.add(
                    1, size instanceof Integer number ? dimension.add(1, number) : dimension.add(2, size.toString()));
        }
        Message tensor = new Message().add(1, type).add(2, dimensions);
        return new Message().add(1, name).add(2, new Message().add(1, tensor));
    }

    /** Protocol buffers' wire format. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message add(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message add(int field, byte[] bytes) {
            varint(((long) field << 3) | 2);
            varint(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        Message add(int field, String text) {
            return add(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message add(int field, Message message) {
            return add(field, message.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F) | 0x80);
                rest >>>= 7;
            }
            out.write((int) rest);
        }
    }
}
