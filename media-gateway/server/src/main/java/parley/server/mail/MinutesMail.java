package parley.server.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import parley.archive.minutes.Minutes;
import parley.archive.minutes.MinutesFormat;
import parley.archive.transcript.MeetingRecord;
import parley.archive.transcript.StoreException;
import parley.brain.approval.AuditEntry;
import parley.server.delivery.Deliveries;
import parley.server.delivery.Parcel;

/**
 * Sends minutes to people once somebody has approved them, each recipient a mail of their own. Any thread that may block.
 */
public final class MinutesMail {
    /** What the mails are called among the deliveries. */
    public static final String EVENT = "minutes.mail";
    /** The attribute of a meeting that says who gets its minutes, with commas. */
    public static final String RECIPIENTS = "minutes-to";

    private static final Logger LOG = LoggerFactory.getLogger(MinutesMail.class);

    private final Deliveries deliveries;
    private final MailLedger ledger;
    private final Function<String, List<String>> usualRecipients;
    private final Set<String> domains;
    private final String console;
    private final AtomicLong refusedAddresses = new AtomicLong();

    /**
     * @param usualRecipients of a tenant's meetings that name none
     * @param domains which a meeting may name recipients in; empty for all
     * @param console where people reach the meetings' pages; empty for mails whose citations lead nowhere
     */
    public MinutesMail(
            Deliveries deliveries,
            MailLedger ledger,
            Function<String, List<String>> usualRecipients,
            List<String> domains,
            String console) {
        this.deliveries = deliveries;
        this.ledger = ledger;
        this.console = console;
        this.usualRecipients = usualRecipients;
        this.domains =
                Set.copyOf(domains.stream().map(d -> d.toLowerCase(Locale.ROOT)).toList());
    }

    /** Addresses that minutes were asked to be sent to and are not. */
    public long refusedAddresses() {
        return refusedAddresses.get();
    }

    /** Somebody said that the minutes may leave the gateway. Told again, nobody gets them twice. */
    public void approved(MeetingRecord meeting, Minutes minutes, String by) throws StoreException {
        String title = meeting.title().isBlank() ? meeting.id() : meeting.title();
        Letter letter = new Letter(
                "Minutes: " + title,
                MinutesFormat.markdown(minutes),
                MinutesFormat.html(minutes, console.isEmpty() ? "" : console + "/meeting.html?id=" + meeting.id()),
                by);
        List<Parcel> parcels = new ArrayList<>();
        for (String recipient : recipients(meeting)) {
            ledger.leaves(meeting.tenant(), meeting.id(), recipient, letter);
            parcels.add(new Parcel(
                    "mail_" + meeting.id() + "_"
                            + AuditEntry.fingerprint(recipient).substring(0, 12),
                    SmtpDestination.MARK,
                    meeting.tenant(),
                    meeting.id(),
                    EVENT,
                    recipient,
                    letter.json()));
        }
        deliveries.take(parcels);
    }

    private Set<String> recipients(MeetingRecord meeting) {
        String named = meeting.attributes().getOrDefault(RECIPIENTS, "");
        if (named.isBlank()) {
            return new LinkedHashSet<>(usualRecipients.apply(meeting.tenant()));
        }
        Set<String> recipients = new LinkedHashSet<>();
        for (String one : Arrays.stream(named.split(",")).map(String::strip).toList()) {
            if (isAddress(one) && inside(one)) {
                recipients.add(one);
            } else {
                refusedAddresses.incrementAndGet();
                LOG.warn("meeting {}: {} names an address that minutes are not sent to", meeting.id(), RECIPIENTS);
            }
        }
        return recipients;
    }

    private boolean inside(String address) {
        String domain = address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return domains.isEmpty() || domains.contains(domain);
    }

    /** Whether somebody can have this address. */
    public static boolean isAddress(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            address.validate();
            return text.equals(address.getAddress()) && text.contains("@");
        } catch (AddressException e) {
            return false;
        }
    }
}
