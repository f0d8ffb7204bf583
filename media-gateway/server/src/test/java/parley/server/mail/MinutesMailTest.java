package parley.server.mail;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.archive.minutes.Minutes;
import parley.archive.minutes.Minutes.Citation;
import parley.archive.minutes.Minutes.Statement;
import parley.archive.sealing.DataKeys;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.brain.approval.AuditLog;
import parley.server.delivery.Deliveries;
import parley.server.delivery.DeliveryStore;
import parley.server.delivery.StoredDelivery;
import parley.server.delivery.StoredDelivery.State;

/** Over a real conversation with a mail server, in virtual time. */
class MinutesMailTest {
    private static final Duration PATIENT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
    private SmtpSink sink;
    private DeliveryStore store;
    private AuditLog audit;
    private MailLedger ledger;
    private SmtpDestination destination;
    private Deliveries deliveries;

    @BeforeEach
    void start() throws Exception {
        sink = new SmtpSink();
        store = DeliveryStore.open(folder.resolve("webhooks.db"), DataKeys.none());
        audit = new AuditLog(folder.resolve("audit.jsonl"), () -> Instant.ofEpochMilli(clock.get()));
        ledger = new MailLedger(audit);
        converse(sink.port(), MailSettings.Security.NONE);
    }

    private void converse(int port, MailSettings.Security security) {
        destination = new SmtpDestination(
                new MailSettings(
                        "127.0.0.1",
                        port,
                        security,
                        Optional.of(new MailSettings.Login("parley", "secret")),
                        "Parley <parley@example.com>",
                        PATIENT),
                ledger::settled);
        deliveries = new Deliveries(List.of(destination), store, clock::get, new Random(7), Deliveries.Bounds.USUAL);
    }

    @AfterEach
    void end() throws Exception {
        deliveries.close();
        destination.close();
        store.close();
        audit.close();
        sink.close();
    }

    private MinutesMail mail(List<String> domains, String... usual) {
        return new MinutesMail(deliveries, ledger, tenant -> List.of(usual), domains, "https://console.example");
    }

    private static MeetingRecord meeting(Map<String, String> attributes) {
        return new MeetingRecord("m-1", "acme", "Grüße", "room", "en", "Ada", 1, 2, "over", attributes);
    }

    private static Minutes minutes() {
        Statement decided = new Statement("Buy a <b>zebra</b>.", "Zoe", "", List.of(new Citation("u1", 12_000, "Zoe")));
        return new Minutes("m-1", "Grüße", List.of(), List.of(decided), List.of(), List.of(), List.of(), "rules");
    }

    private void step() throws StoreException {
        deliveries.pump();
        deliveries.settled().join();
    }

    private List<String> audited() throws Exception {
        return audit.read(entry -> true, 0, 100).lines().reversed().stream()
                .map(line -> line.entry().state() + " " + line.entry().by() + " "
                        + line.entry().comment())
                .toList();
    }

    private StoredDelivery delivery(String address) throws StoreException {
        return store.list("acme", Optional.empty(), 0, 10).stream()
                .filter(d -> d.address().equals(address))
                .findFirst()
                .orElseThrow();
    }

    private static MimeMessage parse(SmtpSink.Mail mail) throws Exception {
        byte[] bytes = mail.data().getBytes(StandardCharsets.UTF_8);
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes));
    }

    @Test
    void shouldSendBothFormsToEverybodyOnce() throws Exception {
        MinutesMail mail = mail(List.of(), "zoe@example.com", "max@example.com");
        mail.approved(meeting(Map.of()), minutes(), "Ben");
        mail.approved(meeting(Map.of()), minutes(), "Ben");
        step();
        assertThat(sink.mails)
                .extracting(SmtpSink.Mail::to)
                .containsExactlyInAnyOrder("zoe@example.com", "max@example.com");
        assertThat(sink.logins).contains("parley\0parley\0secret");
        MimeMessage message = parse(sink.mails.getFirst());
        assertThat(message.getSubject()).isEqualTo("Minutes: Grüße");
        assertThat(message.getFrom()[0].toString()).isEqualTo("Parley <parley@example.com>");
        MimeMultipart forms = (MimeMultipart) message.getContent();
        assertThat(message.getContentType()).startsWith("multipart/alternative");
        assertThat(forms.getBodyPart(0).isMimeType("text/plain")).isTrue();
        assertThat(String.valueOf(forms.getBodyPart(0).getContent())).contains("## Decisions");
        assertThat(forms.getBodyPart(1).isMimeType("text/html")).isTrue();
        assertThat(String.valueOf(forms.getBodyPart(1).getContent()))
                .contains("&lt;b&gt;zebra", "https://console.example/meeting.html?id=m-1#t=12.0");
        assertThat(audited())
                .contains("APPROVED Ben to zoe@example.com", "SENT Ben to zoe@example.com")
                .endsWith("SENT Ben to " + sinkLast());
        assertThat(ledger.sent()).isEqualTo(2);
        step();
        assertThat(sink.mails).hasSize(2);
    }

    private String sinkLast() throws Exception {
        return audit.read(entry -> entry.state().equals("SENT"), 0, 1)
                .lines()
                .getFirst()
                .entry()
                .comment()
                .substring("to ".length());
    }

    @Test
    void shouldComeAgainWhenTheServerSaysLater() throws Exception {
        sink.behave(command -> command.startsWith("RCPT") ? "451 4.7.1 greylisted, come back" : "");
        mail(List.of(), "zoe@example.com").approved(meeting(Map.of()), minutes(), "Ben");
        step();
        assertThat(delivery("zoe@example.com").state()).isEqualTo(State.WAITING);
        assertThat(delivery("zoe@example.com").problem()).contains("451", "greylisted");
        assertThat(sink.mails).isEmpty();
        step();
        assertThat(delivery("zoe@example.com").attempts()).isEqualTo(1);

        sink.behave(command -> "");
        clock.addAndGet(10_000);
        step();
        assertThat(sink.mails).hasSize(1);
        assertThat(parse(sink.mails.getFirst()).getMessageID())
                .isEqualTo("<" + delivery("zoe@example.com").id() + "@example.com>");
        assertThat(audited()).containsExactly("APPROVED Ben to zoe@example.com", "SENT Ben to zoe@example.com");
    }

    @Test
    void shouldGiveUpAtOnceWhatIsRefused() throws Exception {
        sink.behave(command -> command.contains("nobody@") && command.startsWith("RCPT") ? "550 no such user" : "");
        mail(List.of(), "nobody@example.com", "zoe@example.com").approved(meeting(Map.of()), minutes(), "Ben");
        step();
        assertThat(delivery("nobody@example.com").state()).isEqualTo(State.DEAD);
        assertThat(delivery("nobody@example.com").problem()).contains("no such user");
        assertThat(delivery("zoe@example.com").state()).isEqualTo(State.DELIVERED);
        assertThat(audited()).contains("FAILED Ben to nobody@example.com");
        assertThat(ledger.failed()).isEqualTo(1);
    }

    @Test
    void shouldWaitForAServerThatIsNotThereOrDoesNotKnowUs() throws Exception {
        sink.behave(command -> command.startsWith("AUTH") ? "535 who are you" : "");
        mail(List.of(), "zoe@example.com").approved(meeting(Map.of()), minutes(), "Ben");
        step();
        assertThat(delivery("zoe@example.com").state()).isEqualTo(State.WAITING);
        assertThat(delivery("zoe@example.com").problem())
                .contains("user and password")
                .doesNotContain("secret");
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        deliveries.close();
        destination.close();
        converse(nobody, MailSettings.Security.NONE);
        clock.addAndGet(10_000);
        step();
        assertThat(delivery("zoe@example.com").attempts()).isEqualTo(2);
        assertThat(delivery("zoe@example.com").state()).isEqualTo(State.WAITING);
    }

    @Test
    void shouldSayNothingInTheClearWhereTlsIsWanted() throws Exception {
        deliveries.close();
        destination.close();
        converse(sink.port(), MailSettings.Security.STARTTLS);
        mail(List.of(), "zoe@example.com").approved(meeting(Map.of()), minutes(), "Ben");
        step();
        assertThat(sink.mails).isEmpty();
        assertThat(sink.logins).isEmpty();
        assertThat(sink.commands).noneMatch(command -> command.startsWith("MAIL"));
        assertThat(delivery("zoe@example.com").state()).isEqualTo(State.WAITING);
    }

    @Test
    void shouldSendToWhomTheMeetingNamesInTheDomainsThatAreAllowed() throws Exception {
        MinutesMail mail = mail(List.of("example.com"), "usual@example.com");
        mail.approved(
                meeting(Map.of(MinutesMail.RECIPIENTS, "zoe@example.com, eve@elsewhere.example, no address")),
                minutes(),
                "Ben");
        step();
        assertThat(sink.mails).extracting(SmtpSink.Mail::to).containsExactly("zoe@example.com");
        assertThat(mail.refusedAddresses()).isEqualTo(2);
        assertThat(MinutesMail.isAddress("a@b.example\r\nBcc: c@d.example")).isFalse();
    }
}
