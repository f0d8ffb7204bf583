package parley.webrtc.stun;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/** Puts one STUN message together. Integrity and fingerprint come last, in this order. */
public final class StunWriter {
    /** Fits any message that ICE sends; an attribute that does not fit is a fault of ours. */
    private static final int CAPACITY = 1_024;

    private final ByteBuffer out = ByteBuffer.allocate(CAPACITY);

    private StunWriter(StunClass stunClass, int method, TransactionId id) {
        int classBits = switch (stunClass) {
            case REQUEST -> 0x0000;
            case INDICATION -> 0x0010;
            case SUCCESS -> 0x0100;
            case ERROR -> 0x0110;
        };
        int type = (method & 0x000f) | ((method & 0x0070) << 1) | ((method & 0x0f80) << 2) | classBits;
        out.putShort((short) type).putShort((short) 0).putInt(StunMessage.MAGIC_COOKIE);
        id.write(out);
    }

    public static StunWriter bindingRequest(TransactionId id) {
        return new StunWriter(StunClass.REQUEST, StunMessage.BINDING, id);
    }

    public static StunWriter bindingSuccess(TransactionId id) {
        return new StunWriter(StunClass.SUCCESS, StunMessage.BINDING, id);
    }

    public static StunWriter bindingError(TransactionId id, int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuffer value = ByteBuffer.allocate(4 + text.length);
        value.putShort((short) 0)
                .put((byte) (code / 100))
                .put((byte) (code % 100))
                .put(text);
        return new StunWriter(StunClass.ERROR, StunMessage.BINDING, id)
                .attribute(AttributeType.ERROR_CODE, value.array());
    }

    public StunWriter attribute(int type, byte[] value) {
        out.putShort((short) type).putShort((short) value.length).put(value);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        return this;
    }

    public StunWriter text(int type, String value) {
        return attribute(type, value.getBytes(StandardCharsets.UTF_8));
    }

    public StunWriter flag(int type) {
        return attribute(type, new byte[0]);
    }

    public StunWriter number(int type, int value) {
        return attribute(type, ByteBuffer.allocate(4).putInt(value).array());
    }

    public StunWriter number(int type, long value) {
        return attribute(type, ByteBuffer.allocate(8).putLong(value).array());
    }

    public StunWriter unknownAttributes(List<Integer> types) {
        ByteBuffer value = ByteBuffer.allocate(2 * types.size());
        types.forEach(type -> value.putShort(type.shortValue()));
        return attribute(AttributeType.UNKNOWN_ATTRIBUTES, value.array());
    }

    public StunWriter xorMappedAddress(InetSocketAddress address) {
        byte[] host = address.getAddress().getAddress();
        byte[] mask = Arrays.copyOfRange(out.array(), 4, StunMessage.HEADER_LENGTH);
        int port = address.getPort() ^ (StunMessage.MAGIC_COOKIE >>> 16);
        ByteBuffer value = ByteBuffer.allocate(4 + host.length);
        value.putShort((short) (address.getAddress() instanceof Inet6Address ? 2 : 1))
                .putShort((short) port);
        for (int i = 0; i < host.length; i++) {
            value.put((byte) (host[i] ^ mask[i]));
        }
        return attribute(AttributeType.XOR_MAPPED_ADDRESS, value.array());
    }

    public StunWriter integrity(byte[] key) {
        return attribute(AttributeType.MESSAGE_INTEGRITY, StunIntegrity.of(key, out.array(), out.position()));
    }

    /** Ends the message with FINGERPRINT. */
    public byte[] fingerprinted() {
        int at = out.position();
        setLength(at + 8);
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, at);
        return number(AttributeType.FINGERPRINT, (int) crc.getValue() ^ StunMessage.FINGERPRINT_XOR)
                .written();
    }

    /** Ends the message as it is. */
    public byte[] written() {
        setLength(out.position());
        return Arrays.copyOf(out.array(), out.position());
    }

    private void setLength(int end) {
        out.putShort(2, (short) (end - StunMessage.HEADER_LENGTH));
    }
}
