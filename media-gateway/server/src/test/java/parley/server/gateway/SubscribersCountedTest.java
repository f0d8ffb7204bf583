package parley.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.gateway.v1.SubscribeRequest;
import parley.server.event.EncodedEvent;
import parley.server.event.Subscription;
import parley.server.node.RunningGateway;

class SubscribersCountedTest {
    private static final Subscription.Sink LISTENER = new Subscription.Sink() {
        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void send(EncodedEvent event) {}

        @Override
        public void complete() {}
    };

    @TempDir
    private Path folder;

    @Test
    void shouldCountWhoListensUntilTheyGo() throws Exception {
        try (RunningGateway gateway = RunningGateway.start(folder, root -> {});
                ExecutorService loop = Executors.newSingleThreadExecutor()) {
            String meeting = gateway.open(RunningGateway.ACME, "Listened to");
            Caller caller = new Caller("acme", "test", Set.of(Caller.Scope.READ));
            Operations.Subscriber subscriber = gateway.node
                    .operations()
                    .subscribe(
                            caller,
                            SubscribeRequest.newBuilder().setMeetingId(meeting).build(),
                            LISTENER,
                            loop);
            assertThat(gateway.get("", "/metrics").text()).contains("parley_subscribers_present 1.0");
            subscriber.cancel();
            subscriber.cancel();
            assertThat(gateway.get("", "/metrics").text())
                    .contains("parley_subscribers_present 0.0")
                    .contains("parley_subscribers_missed 0.0");
        }
    }
}
