package parley.server.keys;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.archive.retention.EarlierMeetings;
import parley.archive.retention.MeetingFolders;
import parley.archive.sealing.DataKeys;
import parley.archive.sealing.MasterKey;
import parley.archive.sealing.SealingException;
import parley.archive.sealing.StoredFile;
import parley.archive.transcript.PlainTranscripts;
import parley.archive.transcript.SqliteTranscriptStore;
import parley.archive.transcript.StoreException;
import parley.server.approval.ProposalStore;
import parley.server.cli.Arguments;
import parley.server.cli.Command;
import parley.server.config.ConfigurationLoader;
import parley.server.config.GatewayConfiguration;
import parley.server.delivery.DeliveryStore;

/** {@code ./parley master-key}: what recordings, transcripts and event logs are encrypted under. */
public final class MasterKeyCommand implements Command {
    /** Where the wrapped data keys lie, in the storage directory. */
    public static final String DATA_KEYS = "keys.db";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final String HELP = """
            ./parley master-key create FILE                       a new key (so does: openssl rand -hex 32)
            ./parley master-key rotate --next FILE [--config FILE]  exchanges the key; the gateway has to be stopped
            ./parley master-key seal [--config FILE]                encrypts meetings of before; the gateway has to be stopped
            ./parley master-key open FILE -o OUT [--config FILE]    decrypts a recording or event log of a meeting

            With storage.master-key-file, or the key itself in the variable PARLEY_MASTER_KEY, the gateway encrypts what new
            meetings leave: recordings, transcripts, minutes, events, event logs, and webhooks that wait. Each meeting has
            a key of its own, wrapped by the master key in keys.db of the storage directory: a meeting's key is destroyed
            with it, and a rotation wraps the keys anew and leaves the rest as it is. Meetings of before stay as they are until
            they are sealed by command; what a disk keeps of replaced files only the disk can erase. ./parley doctor counts them.
            Keep the key elsewhere than the storage directory. Without it nothing of those meetings can be read again.
            """;

    private final Map<String, String> environment;

    public MasterKeyCommand(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public int run(List<String> list, Terminal terminal) throws Exception {
        Arguments arguments;
        try {
            arguments = Arguments.parse(list, Set.of("--help"), Set.of("--config", "--next", "-o"));
        } catch (Arguments.Misuse misuse) {
            terminal.err().println("parley master-key: " + misuse.getMessage());
            return MISUSED;
        }
        List<String> words = arguments.rest();
        boolean help = arguments.has("--help") || words.equals(List.of("help"));
        Optional<Path> next = arguments.option("--next").map(Path::of);
        Optional<Path> out = arguments.option("-o").map(Path::of);
        try {
            if (!help && words.size() == 2 && words.getFirst().equals("create")) {
                return create(Path.of(words.getLast()), terminal);
            }
            if (!help && words.equals(List.of("rotate")) && next.isPresent()) {
                return rotate(configuration(arguments), next.get(), terminal);
            }
            if (!help && words.equals(List.of("seal"))) {
                return seal(configuration(arguments), terminal);
            }
            if (!help && words.size() == 2 && words.getFirst().equals("open") && out.isPresent()) {
                return open(configuration(arguments), Path.of(words.getLast()), out.get());
            }
        } catch (IOException | StoreException e) {
            terminal.err().println("parley master-key: " + e.getMessage());
            return FAILED;
        }
        (help ? terminal.out() : terminal.err()).print(HELP);
        return help ? DONE : MISUSED;
    }

    private GatewayConfiguration configuration(Arguments arguments) throws Exception {
        return ConfigurationLoader.load(arguments.option("--config").map(Path::of), environment);
    }

    private static int create(Path file, Terminal terminal) throws IOException {
        if (Files.exists(file)) {
            terminal.err().println("parley master-key: " + file + " is there already, and may be a key that is needed");
            return FAILED;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, "", StandardOpenOption.CREATE_NEW);
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
        Files.writeString(file, MasterKey.create(new SecureRandom()) + "\n");
        terminal.err()
                .println("made " + file + "; set storage.master-key-file to it, and keep a copy where the data is not");
        return DONE;
    }

    private DataKeys keys(GatewayConfiguration configuration) throws IOException {
        Optional<MasterKey> master = MasterKey.find(configuration.storage().masterKeyFile(), environment);
        Path file = configuration.storage().directory().resolve(DATA_KEYS);
        if (!Files.exists(file)) {
            throw new SealingException(
                    SealingException.Reason.KEYS_UNREADABLE, "nothing is sealed in " + file.toAbsolutePath());
        }
        return DataKeys.open(file, master);
    }

    private int rotate(GatewayConfiguration configuration, Path next, Terminal terminal) throws IOException {
        MasterKey fresh = MasterKey.read(next);
        try (DataKeys keys = keys(configuration)) {
            int wrapped = keys.rotate(fresh);
            terminal.err()
                    .println("wrapped the keys of " + wrapped + " meetings anew; start the gateway with " + next
                            + " now, and destroy the old key");
        }
        return DONE;
    }

    private int seal(GatewayConfiguration configuration, Terminal terminal) throws IOException, StoreException {
        Path directory = configuration.storage().directory();
        Path transcripts = directory.resolve(SqliteTranscriptStore.FILE);
        Optional<MasterKey> master = MasterKey.find(configuration.storage().masterKeyFile(), environment);
        if (master.isEmpty()) {
            throw new IOException("there is no master key: set storage.master-key-file or " + MasterKey.VARIABLE);
        }
        if (!Files.exists(transcripts)) {
            throw new IOException("there are no meetings in " + directory.toAbsolutePath());
        }
        if (PlainTranscripts.inUse(transcripts)) {
            throw new IOException("a gateway uses " + directory.toAbsolutePath() + ": stop it first");
        }
        try (DataKeys keys = DataKeys.open(directory.resolve(DATA_KEYS), master);
                PlainTranscripts plain = PlainTranscripts.open(transcripts, keys);
                ProposalStore proposals = ProposalStore.open(directory.resolve(ProposalStore.FILE), keys);
                DeliveryStore deliveries = DeliveryStore.open(directory.resolve(DeliveryStore.FILE), keys)) {
            MeetingFolders folders = new MeetingFolders(directory.resolve(MeetingFolders.NAME));
            int sealed = new EarlierMeetings(plain, folders, keys, List.of(proposals::seal, deliveries::seal)).seal();
            terminal.err()
                    .println("sealed " + sealed + " meetings of before; nothing of them is in the clear any more");
        }
        return DONE;
    }

    /** The folder of a meeting is called as the meeting is. */
    private int open(GatewayConfiguration configuration, Path file, Path out) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        String meetingId = folder == null ? "" : String.valueOf(folder.getFileName());
        if (Files.exists(out)) {
            throw new IOException(out + " is there already");
        }
        try (DataKeys keys = keys(configuration);
                InputStream in = StoredFile.open(file, keys, meetingId).stream(0)) {
            Files.copy(in, out);
        } catch (IOException e) {
            // Half of it would pass for all of it.
            Files.deleteIfExists(out);
            throw e;
        }
        return DONE;
    }
}
