package parley.webrtc.stun;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** The 96 bits that tie an answer to its request. */
public record TransactionId(long high, int low) {
    public static final int LENGTH = 12;

    /** The generator has to be a secure one on a real network: the id is what an off-path attacker would have to guess. */
    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextLong(), random.nextInt());
    }

    static TransactionId read(ByteBuffer bytes) {
        return new TransactionId(bytes.getLong(), bytes.getInt());
    }

    void write(ByteBuffer bytes) {
        bytes.putLong(high).putInt(low);
    }
}
