package parley.server.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import parley.server.delivery.Destination;
import parley.server.delivery.Outcome;
import parley.server.delivery.StoredDelivery;

/** The way to people's mailboxes, over a mail server (RFC 5321). A delivery's address is the recipient's. */
public final class SmtpDestination implements Destination, AutoCloseable {
    static final String MARK = "mail";

    /** RFC 5322 3.3. */
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);

    private final MailSettings settings;
    private final Session session;
    private final Consumer<StoredDelivery> settled;
    private final ExecutorService conversations = Executors.newVirtualThreadPerTaskExecutor();

    /** @param settled told of mails that were taken or are given up; may block */
    public SmtpDestination(MailSettings settings, Consumer<StoredDelivery> settled) {
        this.settings = settings;
        this.settled = settled;
        session = Session.getInstance(properties(settings));
    }

    private static Properties properties(MailSettings settings) {
        Properties properties = new Properties();
        String patience = Long.toString(settings.patience().toMillis());
        properties.setProperty("mail.smtp.connectiontimeout", patience);
        properties.setProperty("mail.smtp.timeout", patience);
        properties.setProperty("mail.smtp.writetimeout", patience);
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(settings.login().isPresent()));
        boolean upgrade = settings.security() == MailSettings.Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(upgrade));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(upgrade));
        boolean tls = settings.security() == MailSettings.Security.TLS;
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(tls));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        return properties;
    }

    @Override
    public String mark() {
        return MARK;
    }

    @Override
    public CompletableFuture<Outcome> send(StoredDelivery delivery, long nowUnixMillis) {
        return CompletableFuture.supplyAsync(() -> converse(delivery), conversations);
    }

    @Override
    public void settled(StoredDelivery delivery) {
        settled.accept(delivery);
    }

    private Outcome converse(StoredDelivery delivery) {
        try (Transport transport = session.getTransport("smtp")) {
            MimeMessage message = message(delivery);
            transport.connect(
                    settings.host(),
                    settings.port(),
                    settings.login().map(MailSettings.Login::user).orElse(null),
                    settings.login().map(MailSettings.Login::password).orElse(null));
            transport.sendMessage(message, message.getAllRecipients());
            return Outcome.TAKEN;
        } catch (MessagingException e) {
            return MailFailure.of(e).outcome();
        }
    }

    private MimeMessage message(StoredDelivery delivery) throws MessagingException {
        Letter letter = Letter.of(delivery.body());
        MimeMessage message = new MimeMessage(session);
        InternetAddress from = new InternetAddress(settings.from(), true);
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(delivery.address(), true));
        message.setSubject(letter.subject(), "UTF-8");
        message.setHeader(
                "Date",
                DATE.format(Instant.ofEpochMilli(delivery.createdUnixMillis()).atOffset(ZoneOffset.UTC)));
        message.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no out-of-office answers
        MimeBodyPart text = new MimeBodyPart();
        text.setText(letter.text(), "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(letter.html(), "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        // The same in every attempt, so that a mailbox that has taken it already can tell.
        String domain = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
        message.setHeader("Message-ID", "<" + delivery.id() + "@" + domain + ">");
        return message;
    }

    @Override
    public void close() {
        conversations.shutdownNow();
    }
}
