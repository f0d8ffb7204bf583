package parley.webrtc.stun;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * A STUN message that was received and is well formed.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |0 0|     STUN Message Type     |         Message Length        |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                    Magic Cookie (0x2112A442)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                     Transaction ID (96 bits)                  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * Attributes after MESSAGE-INTEGRITY are ignored, apart from FINGERPRINT (RFC 8489, section 14.5).
 */
public final class StunMessage {
    public static final int MAGIC_COOKIE = 0x2112a442;
    public static final int HEADER_LENGTH = 20;
    public static final int BINDING = 0x001;

    /** More attributes than any peer sends; bounds what one datagram can make us keep. */
    private static final int MOST_ATTRIBUTES = 32;

    static final int FINGERPRINT_XOR = 0x5354554e;

    private record Attribute(int type, int offset, int length) {}

    private final byte[] bytes;
    private final List<Attribute> attributes;
    private final int integrityOffset;
    private final boolean fingerprinted;

    private StunMessage(byte[] bytes, List<Attribute> attributes, int integrityOffset, boolean fingerprinted) {
        this.bytes = bytes;
        this.attributes = attributes;
        this.integrityOffset = integrityOffset;
        this.fingerprinted = fingerprinted;
    }

    /** Whether a datagram should be given to {@link #read}; looks at the header only. */
    public static boolean looksLikeStun(byte[] data, int offset, int length) {
        return length >= HEADER_LENGTH
                && (data[offset] & 0xc0) == 0
                && ByteBuffer.wrap(data, offset + 4, 4).getInt() == MAGIC_COOKIE;
    }

    /** Copies the slice. */
    public static StunMessage read(byte[] data, int offset, int length) throws StunFormatException {
        if (!looksLikeStun(data, offset, length)) {
            throw new StunFormatException("no STUN header");
        }
        byte[] bytes = Arrays.copyOfRange(data, offset, offset + length);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int said = Short.toUnsignedInt(in.getShort(2));
        if (said != length - HEADER_LENGTH || said % 4 != 0) {
            throw new StunFormatException("header says " + said + " bytes, datagram has " + (length - HEADER_LENGTH));
        }
        List<Attribute> attributes = new ArrayList<>(8);
        int integrityOffset = -1;
        boolean fingerprinted = false;
        int at = HEADER_LENGTH;
        while (at < length) {
            if (length - at < 4) {
                throw new StunFormatException("attribute header cut off");
            }
            int type = Short.toUnsignedInt(in.getShort(at));
            int size = Short.toUnsignedInt(in.getShort(at + 2));
            int padded = (size + 3) & ~3;
            if (padded > length - at - 4) {
                throw new StunFormatException("attribute cut off");
            }
            if (fingerprinted) {
                throw new StunFormatException("attribute after FINGERPRINT");
            }
            if (type == AttributeType.FINGERPRINT) {
                checkFingerprint(bytes, at, size);
                fingerprinted = true;
            } else if (integrityOffset < 0) {
                if (type == AttributeType.MESSAGE_INTEGRITY) {
                    if (size != StunIntegrity.LENGTH) {
                        throw new StunFormatException("MESSAGE-INTEGRITY of " + size + " bytes");
                    }
                    integrityOffset = at;
                } else if (attributes.size() == MOST_ATTRIBUTES) {
                    throw new StunFormatException("too many attributes");
                } else {
                    attributes.add(new Attribute(type, at + 4, size));
                }
            }
            at += 4 + padded;
        }
        return new StunMessage(bytes, attributes, integrityOffset, fingerprinted);
    }

    private static void checkFingerprint(byte[] bytes, int at, int size) throws StunFormatException {
        if (size != 4) {
            throw new StunFormatException("FINGERPRINT of " + size + " bytes");
        }
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, at);
        if (ByteBuffer.wrap(bytes).getInt(at + 4) != ((int) crc.getValue() ^ FINGERPRINT_XOR)) {
            throw new StunFormatException("wrong FINGERPRINT");
        }
    }

    public StunClass stunClass() {
        int bits = ((bytes[0] & 0x01) << 1) | ((bytes[1] & 0x10) >> 4);
        return switch (bits) {
            case 0 -> StunClass.REQUEST;
            case 1 -> StunClass.INDICATION;
            case 2 -> StunClass.SUCCESS;
            default -> StunClass.ERROR;
        };
    }

    public int method() {
        int type = ByteBuffer.wrap(bytes).getShort(0) & 0x3fff;
        return (type & 0x000f) | ((type & 0x00e0) >> 1) | ((type & 0x3e00) >> 2);
    }

    public TransactionId transactionId() {
        return TransactionId.read(ByteBuffer.wrap(bytes, 8, TransactionId.LENGTH));
    }

    public boolean fingerprinted() {
        return fingerprinted;
    }

    /** Whether MESSAGE-INTEGRITY is there and right for this key; compared in constant time. */
    public boolean hasIntegrity(byte[] key) {
        if (integrityOffset < 0) {
            return false;
        }
        byte[] expected = StunIntegrity.of(key, bytes, integrityOffset);
        byte[] found = Arrays.copyOfRange(bytes, integrityOffset + 4, integrityOffset + 4 + StunIntegrity.LENGTH);
        return MessageDigest.isEqual(expected, found);
    }

    public boolean has(int type) {
        return attributes.stream().anyMatch(attribute -> attribute.type == type);
    }

    /** The first attribute of that type, as RFC 8489, section 14, asks. */
    public Optional<byte[]> value(int type) {
        for (Attribute attribute : attributes) {
            if (attribute.type == type) {
                return Optional.of(Arrays.copyOfRange(bytes, attribute.offset, attribute.offset + attribute.length));
            }
        }
        return Optional.empty();
    }

    public Optional<String> text(int type) {
        return value(type).map(value -> new String(value, StandardCharsets.UTF_8));
    }

    /** PRIORITY, as the unsigned number it is. */
    public OptionalLong priority() {
        Optional<byte[]> value = value(AttributeType.PRIORITY);
        return value.isPresent() && value.get().length == 4
                ? OptionalLong.of(
                        Integer.toUnsignedLong(ByteBuffer.wrap(value.get()).getInt()))
                : OptionalLong.empty();
    }

    /** The tie-breaker of ICE-CONTROLLING or ICE-CONTROLLED. */
    public OptionalLong tieBreaker(int type) {
        Optional<byte[]> value = value(type);
        return value.isPresent() && value.get().length == 8
                ? OptionalLong.of(ByteBuffer.wrap(value.get()).getLong())
                : OptionalLong.empty();
    }

    /** The code of an error response, 300 to 699. */
    public Optional<Integer> errorCode() {
        return value(AttributeType.ERROR_CODE)
                .filter(value -> value.length >= 4)
                .map(value -> (value[2] & 0x07) * 100 + (value[3] & 0xff))
                .filter(code -> code >= 300 && code < 700);
    }

    /** XOR-MAPPED-ADDRESS, or what a server of RFC 3489's time sends instead. */
    public Optional<InetSocketAddress> mappedAddress() {
        Optional<byte[]> masked = value(AttributeType.XOR_MAPPED_ADDRESS);
        return masked.isPresent()
                ? address(masked.get(), Arrays.copyOfRange(bytes, 4, HEADER_LENGTH))
                : value(AttributeType.MAPPED_ADDRESS).flatMap(plain -> address(plain, new byte[16]));
    }

    private static Optional<InetSocketAddress> address(byte[] value, byte[] mask) {
        int length = value.length < 4 ? 0 : value[1] == 1 ? 4 : value[1] == 2 ? 16 : 0;
        if (length == 0 || value.length != 4 + length) {
            return Optional.empty();
        }
        int port = Short.toUnsignedInt(ByteBuffer.wrap(value).getShort(2))
                ^ Short.toUnsignedInt(ByteBuffer.wrap(mask).getShort(0));
        byte[] host = Arrays.copyOfRange(value, 4, value.length);
        for (int i = 0; i < length; i++) {
            host[i] ^= mask[i];
        }
        try {
            return Optional.of(new InetSocketAddress(InetAddress.getByAddress(host), port));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What has to be refused with error 420: required attributes that we do not know. */
    public List<Integer> unknownRequired() {
        return attributes.stream()
                .map(Attribute::type)
                .filter(type -> AttributeType.isRequired(type) && !AttributeType.isKnown(type))
                .toList();
    }
}
