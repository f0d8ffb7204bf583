package parley.server.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;

/** A mail server on loopback that keeps what it takes; a test may have it answer commands in another way. */
final class SmtpSink implements AutoCloseable {
    /** A mail as it came over the wire. */
    record Mail(String from, String to, String data) {}

    final List<Mail> mails = Collections.synchronizedList(new ArrayList<>());
    final List<String> commands = Collections.synchronizedList(new ArrayList<>());
    final List<String> logins = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket socket;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    /** Answers a command; empty for the usual answer. */
    private volatile UnaryOperator<String> manner = command -> "";

    SmtpSink() throws IOException {
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    void behave(UnaryOperator<String> next) {
        manner = next;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                threads.execute(() -> serve(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket caller) {
        try (caller;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(caller.getInputStream(), StandardCharsets.UTF_8))) {
            OutputStream out = caller.getOutputStream();
            say(out, "220 sink.example ESMTP");
            String from = "";
            String to = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add(line);
                String word = line.split("[ :]", 2)[0].toUpperCase(Locale.ROOT);
                String other = manner.apply(line);
                if (!other.isEmpty()) {
                    say(out, other);
                    continue;
                }
                switch (word) {
                    case "EHLO" -> say(out, "250-sink.example\r\n250-8BITMIME\r\n250 AUTH PLAIN");
                    case "AUTH" -> {
                        byte[] plain = Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1));
                        logins.add(new String(plain, StandardCharsets.UTF_8));
                        say(out, "235 welcome");
                    }
                    case "MAIL" -> {
                        from = inBrackets(line);
                        say(out, "250 ok");
                    }
                    case "RCPT" -> {
                        to = inBrackets(line);
                        say(out, "250 ok");
                    }
                    case "DATA" -> {
                        say(out, "354 go on");
                        mails.add(new Mail(from, to, data(in)));
                        say(out, "250 taken");
                    }
                    case "QUIT" -> {
                        say(out, "221 bye");
                        return;
                    }
                    default -> say(out, "250 ok");
                }
            }
        } catch (IOException gone) {
            // the caller hung up, as callers do
        }
    }

    private static String data(BufferedReader in) throws IOException {
        StringBuilder data = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            data.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        return data.toString();
    }

    private static String inBrackets(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private static void say(OutputStream out, String words) throws IOException {
        out.write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }
}
