package parley.webrtc;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages good input in the ways that break parsers. The same seed gives the same damage. */
public final class Mutations {
    private final Random random;
    private final List<byte[]> seeds;

    public Mutations(long seed, List<byte[]> seeds) {
        this.random = new Random(seed);
        this.seeds = seeds;
        System.out.println("mutations from seed " + seed);
    }

    public byte[] next() {
        byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            bytes = damaged(bytes);
        }
        return bytes;
    }

    private byte[] damaged(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[random.nextInt(64)];
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(7)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> bytes[at] = random.nextBoolean() ? (byte) 0xff : 0;
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                int more = random.nextInt(64);
                byte[] longer = Arrays.copyOf(bytes, bytes.length + more);
                for (int i = bytes.length; i < longer.length; i++) {
                    longer[i] = (byte) random.nextInt(256);
                }
                return longer;
            }
            case 5 -> {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
                byte[] doubled = new byte[bytes.length + length];
                System.arraycopy(bytes, 0, doubled, 0, at + length);
                System.arraycopy(bytes, at, doubled, at + length, bytes.length - at);
                return doubled;
            }
            default -> {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(16));
                byte[] cut = new byte[bytes.length - length];
                System.arraycopy(bytes, 0, cut, 0, at);
                System.arraycopy(bytes, at + length, cut, at, bytes.length - at - length);
                return cut;
            }
        }
        return bytes;
    }
}
