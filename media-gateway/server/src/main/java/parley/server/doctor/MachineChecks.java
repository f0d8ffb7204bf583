package parley.server.doctor;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import parley.server.config.GatewayConfiguration;

/** The machine: JDK, cores, memory, disk, ports, and the programs beside us. */
final class MachineChecks {
    private static final long GIGABYTE = 1L << 30;

    private final Map<String, String> environment;

    MachineChecks(Map<String, String> environment) {
        this.environment = environment;
    }

    List<Finding> run(GatewayConfiguration configuration) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("JDK", Runtime.version() + " in " + System.getProperty("java.home")));
        int cores = Runtime.getRuntime().availableProcessors();
        findings.add(
                cores >= 2
                        ? Finding.ok("cores", String.valueOf(cores))
                        : Finding.absent(
                                "cores", "1", "One core carries a single conversation; give the machine two."));
        findings.add(memory());
        findings.add(disk(configuration.storage().directory()));
        findings.add(SealingCheck.check(configuration.storage(), environment));
        findings.add(tcpPort(
                "http port", configuration.http().host(), configuration.http().port(), "http.port"));
        findings.add(tcpPort(
                "grpc port", configuration.grpc().host(), configuration.grpc().port(), "grpc.port"));
        findings.add(udpPort(configuration.media()));
        findings.add(program("espeak-ng", "a voice, and the phonemes of Piper voices", "apt-get install espeak-ng"));
        findings.add(program("flite", "a voice that is easy to listen to", "apt-get install flite"));
        findings.add(file(
                "PocketSphinx",
                "a recognizer that has heard people",
                "/usr/share/pocketsphinx/model/en-us",
                "apt-get install libpocketsphinx3 pocketsphinx-en-us"));
        findings.add(program("chromium", "the browser tests and, later, the browser lane", "apt-get install chromium"));
        findings.add(program("janus", "the tests of the Janus connector", "apt-get install janus"));
        return findings;
    }

    private static Finding memory() {
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
        String detail = String.format(
                Locale.ROOT,
                "%.1f GB, of which the heap may take %.1f",
                total / (double) GIGABYTE,
                Runtime.getRuntime().maxMemory() / (double) GIGABYTE);
        return total >= 2 * GIGABYTE
                ? Finding.ok("memory", detail)
                : Finding.broken(
                        "memory", detail, "Parley wants 2 GB: the language model and the networks stay in memory.");
    }

    private static Finding disk(Path directory) {
        Path existing = directory.toAbsolutePath();
        while (existing.getParent() != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            String detail = String.format(Locale.ROOT, "%.1f GB free for %s", free / (double) GIGABYTE, directory);
            if (!Files.isWritable(existing)) {
                return Finding.broken(
                        "storage", existing + " is not writable", "Set storage.directory to a folder of yours.");
            }
            return free > GIGABYTE
                    ? Finding.ok("storage", detail)
                    : Finding.absent("storage", detail, "An hour of a meeting of five takes about 100 MB: make room.");
        } catch (IOException e) {
            return Finding.broken("storage", e.toString(), "Set storage.directory to a folder of yours.");
        }
    }

    private static Finding tcpPort(String name, String host, int port, String key) {
        if (port == 0) {
            return Finding.ok(name, "any free one");
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return Finding.ok(name, host + ":" + port + " is free");
        } catch (IOException e) {
            return Finding.absent(
                    name, host + ":" + port + ": " + e.getMessage(), "Stop what listens there, or set " + key + ".");
        }
    }

    private static Finding udpPort(GatewayConfiguration.Media media) {
        if (media.port() == 0) {
            return Finding.ok("media port", "any free one (UDP)");
        }
        try (var socket =
                new DatagramSocket(new InetSocketAddress(InetAddress.getByName(media.host()), media.port()))) {
            return Finding.ok("media port", media.host() + ":" + socket.getLocalPort() + " is free (UDP)");
        } catch (IOException e) {
            return Finding.absent(
                    "media port", media.host() + ":" + media.port() + ": " + e.getMessage(), "Set media.port.");
        }
    }

    private Finding program(String name, String purpose, String install) {
        return onPath(name)
                .map(found -> Finding.ok(name, found + " (" + purpose + ")"))
                .orElseGet(() -> Finding.absent(name, "not installed: " + purpose, install));
    }

    private static Finding file(String name, String purpose, String path, String install) {
        return Files.exists(Path.of(path))
                ? Finding.ok(name, path + " (" + purpose + ")")
                : Finding.absent(name, "not installed: " + purpose, install);
    }

    private Optional<Path> onPath(String program) {
        for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
