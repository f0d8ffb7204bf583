package parley.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import parley.inference.Overload;

class ConfigurationLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void shouldFindEveryKeyInTheReferenceFile() {
        // A component that the reference file lacks cannot be bound, and a key without component is refused.
        assertThat(ConfigurationLoader.defaults().http().port()).isEqualTo(8080);
    }

    @Test
    void shouldExplainEveryKeyOfTheReferenceFile() {
        // Keys of sections either have a comment above them or speak for themselves beside one that has.
        long comments = ConfigurationLoader.reference()
                .lines()
                .filter(line -> line.strip().startsWith("#"))
                .count();
        assertThat(comments).isGreaterThan(40);
    }

    @Test
    void shouldLayAFileOverTheDefaults() throws Exception {
        var loaded =
                load("http:\n  port: 9000\nmeetings:\n  leave-when-alone: 5m\ninference:\n  overload: drop-oldest\n");
        assertThat(loaded.http().port()).isEqualTo(9000);
        assertThat(loaded.http().host()).isEqualTo("127.0.0.1");
        assertThat(loaded.meetings().leaveWhenAlone()).isEqualTo(Duration.ofMinutes(5));
        assertThat(loaded.inference().overload()).isEqualTo(Overload.DROP_OLDEST);
        assertThat(ConfigurationLoader.defaults().inference().overload()).isEqualTo(Overload.REFUSE);
    }

    @Test
    void shouldLetTheEnvironmentOverrideTheFile() throws Exception {
        var loaded = ConfigurationLoader.load(
                Optional.of(file("http:\n  port: 9000\n")),
                Map.of("PARLEY_HTTP_PORT", "9001", "PARLEY_HEARING_VOCABULARY", "Parley, Kurento", "HOME", "/root"));
        assertThat(loaded.http().port()).isEqualTo(9001);
        assertThat(loaded.hearing().vocabulary()).containsExactly("Parley", "Kurento");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http: {port: 70000}                 | http.port is 70000; allowed is a number from 0 to 65535
            http: {port: many}                  | http.port is many; allowed is a whole number
            http: {prot: 1}                     | there is no key http.prot; did you mean http.port?
            htp: {port: 1}                      | there is no key htp; did you mean http?
            turns: {eagerness: 2}               | turns.eagerness is 2.0; allowed is a number from 0 to 1
            inference: {provider: gpu}          | inference.provider is gpu; allowed is auto, cpu, cuda, tensorrt
            meetings: {leave-after: soon}       | meetings.leave-after is soon; allowed is a duration such as 250ms, 30s, 10m, 2h or 1d
            brains: {longest-reply: 3}          | brains.longest-reply is 3; allowed is a number from 40 to 100000
            webhooks: {addresses: [a]}          | webhooks.addresses is a; allowed is addresses that begin with http:// or https://
            webhooks: {addresses: ["http://a/"]} | webhooks.secret is missing; allowed is a secret, since there are addresses
            webhooks: {secret: whsec_abc}       | webhooks.secret is too weak; allowed is whsec_ and 24 to 64 bytes
            webhooks: {events: [meeting.over]}  | webhooks.events is meeting.over; allowed is meeting.state, meeting.ended
            tenants: [{name: a, webhooks: {addresses: ["http://a/"]}}] | tenants[0].webhooks.secret is missing
            http: 3                             | http is 3; allowed is a mapping
            agents: [{nme: A}]                  | there is no key agents[0].nme; did you mean agents[0].name?
            """)
    void shouldNameKeyValueAndWhatIsAllowed(String yaml, String message) {
        assertThatThrownBy(() -> load(yaml))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseAnUnknownVariable() {
        assertThatThrownBy(() -> ConfigurationLoader.load(Optional.empty(), Map.of("PARLEY_HTTP_PROT", "1")))
                .hasMessage("there is no setting for the variable PARLEY_HTTP_PROT; did you mean PARLEY_HTTP_PORT?");
    }

    private GatewayConfiguration load(String yaml) throws Exception {
        return ConfigurationLoader.load(Optional.of(file(yaml)), Map.of());
    }

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("parley.yaml"), yaml);
    }
}
