package parley.server.mail;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.util.OptionalInt;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import parley.server.delivery.Outcome;

/** Why a mail was not taken. */
sealed interface MailFailure {
    /** The server said no for good (5yz of RFC 5321 4.2.1), or the address is none. */
    record Refused(String words) implements MailFailure {}

    /** The server said not now (4yz). */
    record Deferred(String words) implements MailFailure {}

    /** The server does not know us; whoever runs the gateway can help that. */
    record NotLetIn(String words) implements MailFailure {}

    /** There was no conversation, or it broke off. */
    record Unreachable(String words) implements MailFailure {}

    static MailFailure of(MessagingException problem) {
        if (problem instanceof AuthenticationFailedException) {
            return new NotLetIn("the mail server does not take the user and password: " + words(problem));
        }
        if (problem instanceof AddressException) {
            return new Refused("this is no address: " + words(problem));
        }
        OptionalInt code = code(problem);
        if (code.isEmpty() || code.getAsInt() < 400) {
            return new Unreachable(words(problem));
        }
        return code.getAsInt() < 500 ? new Deferred(words(problem)) : new Refused(words(problem));
    }

    /** One 4yz among the answers is reason enough to come again. */
    private static OptionalInt code(MessagingException problem) {
        OptionalInt found = OptionalInt.empty();
        @Nullable Exception next = problem;
        while (next != null) {
            int code = switch (next) {
                case SMTPAddressFailedException e -> e.getReturnCode();
                case SMTPSenderFailedException e -> e.getReturnCode();
                case SMTPSendFailedException e -> e.getReturnCode();
                default -> 0;
            };
            if (code >= 400 && (found.isEmpty() || code < found.getAsInt())) {
                found = OptionalInt.of(code);
            }
            next = next instanceof MessagingException e ? e.getNextException() : null;
        }
        return found;
    }

    private static String words(MessagingException problem) {
        @Nullable Exception deepest = problem;
        while (deepest instanceof MessagingException e && e.getNextException() != null) {
            deepest = e.getNextException();
        }
        String said = String.valueOf(deepest == null ? problem.getMessage() : deepest.getMessage());
        return said.strip().replaceAll("\\s+", " ");
    }

    default Outcome outcome() {
        return switch (this) {
            case Refused f -> Outcome.refused(f.words());
            case Deferred f -> Outcome.failed(f.words());
            case NotLetIn f -> Outcome.failed(f.words());
            case Unreachable f -> Outcome.failed(f.words());
        };
    }
}
