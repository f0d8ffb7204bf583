package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.connectors.room.RoomClient;
import parley.server.node.RunningGateway;

/** Who comes into a room. */
class RoomLinkTest {
    @TempDir
    private Path folder;

    private static String link(RunningGateway gateway, String key) throws Exception {
        String id = gateway.open(key, "Behind a door");
        return gateway.get(key, "/v1/meetings/" + id).json().path("joinLink").asText();
    }

    @Test
    void shouldLetInOnlyWhoHasTheWholeLinkWhereThereAreKeys() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(folder, root -> {})) {
            String link = link(gateway, RunningGateway.ACME);
            assertThat(link).matches("/room/[^?]+[?]key=[A-Za-z0-9_-]{22}");
            assertThat(link(gateway, RunningGateway.ACME).replaceFirst(".*key=", ""))
                    .isNotEqualTo(link.replaceFirst(".*key=", ""));
            for (String guessed : new String[] {link.replaceFirst("[?].*", ""), link.replaceFirst("=.*", "=guessed")}) {
                assertThatThrownBy(() -> gateway.guest(guessed))
                        .isInstanceOf(ExecutionException.class)
                        .hasMessageContaining("The link is not complete");
            }
            try (RoomClient guest = gateway.guest(link)) {
                assertThat(guest.token().get()).isNotEmpty();
            }
        }
    }

    @Test
    void shouldAskForNothingOnLoopbackWithoutKeys() throws Exception {
        try (RunningGateway gateway =
                RunningGateway.start(folder, root -> ((ObjectNode) root.path("security")).remove("keys-file"))) {
            String link = link(gateway, "");
            assertThat(link).doesNotContain("?");
            try (RoomClient guest = gateway.guest(link)) {
                assertThat(guest.token().get()).isNotEmpty();
            }
        }
    }
}
