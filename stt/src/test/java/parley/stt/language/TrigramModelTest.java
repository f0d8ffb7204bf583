package parley.stt.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrigramModelTest {
    @Test
    void shouldRefuseWhatIsNoModel() {
        assertThatThrownBy(() -> new TrigramModel(MemorySegment.ofArray(new byte[0])))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new TrigramModel(MemorySegment.ofArray(
                        "Trie Language Model\2aaaa".getBytes(java.nio.charset.StandardCharsets.US_ASCII))))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseDamagedModelsWithATypedError() {
        long seed = 5;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(900_000)];
            byte[] head = "Trie Language Model\3".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            System.arraycopy(head, 0, bytes, 0, Math.min(head.length, bytes.length));
            if (bytes.length > 40) {
                bytes[20] = (byte) (1 + random.nextInt(20));
                bytes[24] = (byte) random.nextInt(20);
                bytes[28] = (byte) random.nextInt(20);
                bytes[32] = (byte) (random.nextInt(8) == 0 ? 0 : 1);
            }
            try {
                assertThat(new TrigramModel(MemorySegment.ofArray(bytes)).words())
                        .isPositive();
            } catch (IOException e) {
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(100);
    }
}
