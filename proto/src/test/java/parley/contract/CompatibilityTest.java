package parley.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import parley.agent.v1.GatewayEvent;
import parley.gateway.v1.MeetingEvent;

/**
 * The contracts against their last release. After a release, write the new descriptor with
 * {@code mvn -pl proto test -Dparley.release-contract} and commit it: it may only have grown.
 */
class CompatibilityTest {
    private static final String RELEASED = "/parley/contract/released.binpb";

    @Test
    void shouldKeepEveryPromiseOfTheReleasedContract() {
        assertThat(Compatibility.check(released(), present())).isEmpty();
    }

    @Test
    void shouldNoticeARemovedField() {
        var changed = present().toBuilder();
        changed.getFileBuilder(0).getMessageTypeBuilder(0).removeField(0);
        assertThat(Compatibility.check(present(), changed.build()))
                .anyMatch(line -> line.startsWith("field ") && line.endsWith("is gone"));
    }

    @Test
    void shouldNoticeARenumberedField() {
        var changed = present().toBuilder();
        changed.getFileBuilder(0).getMessageTypeBuilder(0).getFieldBuilder(0).setNumber(4711);
        assertThat(Compatibility.check(present(), changed.build())).isNotEmpty();
    }

    @Test
    void shouldNoticeAChangedSignature() {
        var changed = present().toBuilder();
        changed.getFileBuilder(0).getServiceBuilder(0).getMethodBuilder(0).setServerStreaming(false);
        assertThat(Compatibility.check(present(), changed.build()))
                .anyMatch(line -> line.endsWith("another signature"));
    }

    @Test
    void shouldAcceptAdditions() {
        var changed = present().toBuilder();
        changed.getFileBuilder(0)
                .getMessageTypeBuilder(0)
                .addFieldBuilder()
                .setName("later")
                .setNumber(4711);
        assertThat(Compatibility.check(present(), changed.build())).isEmpty();
    }

    private static FileDescriptorSet present() {
        return FileDescriptorSet.newBuilder()
                .addFile(file(GatewayEvent.getDescriptor().getFile()))
                .addFile(file(MeetingEvent.getDescriptor().getFile()))
                .build();
    }

    private static com.google.protobuf.DescriptorProtos.FileDescriptorProto file(FileDescriptor descriptor) {
        return descriptor.toProto();
    }

    private static FileDescriptorSet released() {
        if (System.getProperty("parley.release-contract") != null) {
            write(present());
        }
        try (var in = CompatibilityTest.class.getResourceAsStream(RELEASED)) {
            assertThat(in).as("the released contract " + RELEASED).isNotNull();
            return FileDescriptorSet.parseFrom(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(FileDescriptorSet contract) {
        try {
            for (String folder : new String[] {"src/test/resources", "target/test-classes"}) {
                Path file = Path.of(folder + RELEASED);
                Files.createDirectories(file.getParent());
                Files.write(file, contract.toByteArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
