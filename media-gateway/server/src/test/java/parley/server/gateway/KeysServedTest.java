package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.connectors.browser.Chromium;
import parley.connectors.browser.DevTools;
import parley.server.console.PageInspection;
import parley.server.node.RunningGateway;
import parley.server.node.RunningGateway.Answer;

/** Who looks after a tenant makes its keys and takes them back, while the gateway runs. */
class KeysServedTest {
    @TempDir
    private Path folder;

    private RunningGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = RunningGateway.start(folder, root -> {});
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Answer make(String by, String body) throws Exception {
        return gateway.post(by, "/v1/keys", body);
    }

    @Test
    void shouldMakeAKeyThatWorksUntilItIsTakenBack() throws Exception {
        JsonNode made = make(RunningGateway.ACME, "{\"name\":\"the wall\",\"scopes\":[\"read\"]}")
                .json();
        String secret = made.path("secret").asText();
        String id = made.path("key").path("id").asText();
        assertThat(gateway.get(secret, "/v1/meetings").status()).isEqualTo(200);
        assertThat(gateway.get(secret, "/v1/keys").status()).isEqualTo(403);
        String listed = gateway.get(RunningGateway.ACME, "/v1/keys").text();
        assertThat(listed).contains(id, "the wall").doesNotContain(secret);
        assertThat(gateway.get(RunningGateway.GLOBEX, "/v1/keys").text()).doesNotContain(id);
        assertThat(gateway.call(RunningGateway.GLOBEX, "DELETE", "/v1/keys/" + id, "")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.call(RunningGateway.ACME, "DELETE", "/v1/keys/" + id, "")
                        .status())
                .isEqualTo(200);
        assertThat(gateway.get(secret, "/v1/meetings").status()).isEqualTo(401);
        assertThat(gateway.get(RunningGateway.ACME, "/v1/meetings").status()).isEqualTo(200);
    }

    @Test
    void shouldMakeNoKeyThatMayMoreThanItsMakerOrBreaksTheFile() throws Exception {
        String operator = make(RunningGateway.ACME, "{\"name\":\"op\",\"scopes\":[\"operate\"]}")
                .json()
                .path("secret")
                .asText();
        assertThat(make(operator, "{\"name\":\"more\",\"scopes\":[\"meetings\"]}")
                        .status())
                .isEqualTo(403);
        assertThat(make(RunningGateway.ACME, "{\"name\":\"a\\nglobex read\"}").status())
                .isEqualTo(400);
        assertThat(make(RunningGateway.ACME, "{\"scopes\":[\"everything\"]}")
                        .json()
                        .path("field")
                        .asText())
                .isEqualTo("scopes");
        assertThat(make(RunningGateway.ACME_READER, "{}").status()).isEqualTo(403);
        String page = gateway.post(RunningGateway.ACME, "/v1/page-tokens", "{}")
                .json()
                .path("token")
                .asText();
        assertThat(make(page, "{}").status()).isEqualTo(403);
        assertThat(gateway.get(RunningGateway.GLOBEX, "/v1/meetings").status()).isEqualTo(200);
    }

    @Test
    void shouldMakeAKeyAndTakeItBackInTheConsole() throws Exception {
        assumeTrue(Chromium.executable().isPresent(), Chromium.HOW_TO_INSTALL);
        try (Chromium browser = Chromium.guarded();
                DevTools page = browser.open(gateway.address() + "/operator.html?token=" + RunningGateway.ACME)) {
            page.await("document.querySelectorAll('#keys button').length === 2");
            page.run("document.querySelector('#new-key [name=name]').value = 'the wall';"
                    + " document.querySelector('#new-key button').click()");
            page.await("document.querySelectorAll('#keys button').length === 3");
            String secret =
                    page.run("document.querySelector('#made input').value").asText();
            assertThat(gateway.get(secret, "/v1/meetings").status()).isEqualTo(200);
            page.run("document.querySelector('#made input').value = 'parley_'"); // no picture of a key
            PageInspection.look(page, "keys");
            page.run("document.querySelector('[aria-label=\"Take back the wall\"]').click()");
            page.await("document.querySelector('dialog[open]')");
            page.run(
                    "[...document.querySelectorAll('dialog button')].find(b => b.innerText === 'Take it back').click()");
            page.await("document.querySelectorAll('#keys button').length === 2");
            assertThat(gateway.get(secret, "/v1/meetings").status()).isEqualTo(401);
            PageInspection.tabThrough(page);
        }
    }
}
