package parley.inference.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import parley.inference.catalog.CacheDirectory;
import parley.inference.catalog.Catalog;
import parley.inference.catalog.CatalogEntry;
import parley.inference.catalog.ModelDownload;
import parley.inference.catalog.ModelStore;

/** {@code models list}, {@code models pull NAME...}, {@code models verify [NAME...]}. */
public final class ModelsCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;
    private static final String USAGE = """
            usage: parley models list [--json]
                   parley models pull NAME... [--from FOLDER_OR_ADDRESS]
                   parley models verify [NAME...] [--json]""";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelStore store;
    private final PrintStream out;
    private final PrintStream err;

    private ModelsCommand(ModelStore store, PrintStream out, PrintStream err) {
        this.store = store;
        this.out = out;
        this.err = err;
    }

    /** @return the exit code */
    public static int run(List<String> args, PrintStream out, PrintStream err) {
        return run(args, CacheDirectory.fromEnvironment(), out, err);
    }

    static int run(List<String> args, CacheDirectory cache, PrintStream out, PrintStream err) {
        ModelsCommand command = new ModelsCommand(new ModelStore(cache), out, err);
        List<String> names = new ArrayList<>();
        boolean json = false;
        Optional<String> from = Optional.ofNullable(System.getenv(ModelDownload.MIRROR_VARIABLE));
        for (int i = 1; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("--json")) {
                json = true;
            } else if (arg.equals("--from") && i + 1 < args.size()) {
                from = Optional.of(args.get(++i));
            } else if (arg.startsWith("-")) {
                return misused(err, "unknown option " + arg);
            } else {
                names.add(arg);
            }
        }
        Optional<String> unknown = names.stream()
                .filter(name -> Catalog.bundled().find(name).isEmpty())
                .findFirst();
        if (unknown.isPresent()) {
            return misused(err, "no model '" + unknown.get() + "' in the catalog; see: parley models list");
        }
        return switch (args.isEmpty() ? "" : args.get(0)) {
            case "list" -> command.list(json);
            case "pull" -> names.isEmpty() ? misused(err, "pull what?") : command.pull(names, from);
            case "verify" -> command.verify(names, json);
            default -> misused(err, "list, pull or verify?");
        };
    }

    private static int misused(PrintStream err, String message) {
        err.println("parley models: " + message);
        err.println(USAGE);
        return MISUSED;
    }

    private int list(boolean json) {
        ArrayNode rows = JSON.createArrayNode();
        for (CatalogEntry entry : Catalog.bundled().entries()) {
            if (json) {
                rows.add(row(entry));
            } else {
                out.printf(
                        Locale.ROOT,
                        "%-22s %-15s %-10s %7.1f MB  %-14s %-16s %s%n",
                        entry.name(),
                        entry.purpose(),
                        store.isInstalled(entry) ? "installed" : "-",
                        entry.sizeBytes() / 1e6,
                        entry.licence(),
                        entry.hasChecksums() ? "checksum known" : "not verified",
                        entry.hears());
            }
        }
        if (json) {
            out.println(JSON.createObjectNode().set("models", rows));
        }
        return DONE;
    }

    private ObjectNode row(CatalogEntry entry) {
        ObjectNode row = JSON.createObjectNode();
        row.put("name", entry.name());
        row.put("kind", entry.kind());
        row.put("purpose", entry.purpose());
        entry.languages().forEach(row.putArray("languages")::add);
        row.put("licence", entry.licence());
        row.put("hears", entry.hears());
        row.put("size", entry.sizeBytes());
        row.put("installed", store.isInstalled(entry));
        row.put("checksums", entry.hasChecksums() ? "known" : "not verified");
        row.put("folder", store.folder(entry).toString());
        entry.files()
                .forEach(file -> row.withArray("files")
                        .addObject()
                        .put("url", file.url())
                        .put("sha256", file.sha256().orElse("")));
        return row;
    }

    private int pull(List<String> names, Optional<String> from) {
        ModelDownload download = new ModelDownload(store, from, this::progress);
        for (String name : names) {
            CatalogEntry entry = Catalog.bundled().find(name).orElseThrow();
            err.printf(
                    Locale.ROOT, "pulling %s: %.1f MB, licence %s%n", name, entry.sizeBytes() / 1e6, entry.licence());
            try {
                download.pull(entry)
                        .forEach(url -> err.println("could not be verified, no checksum is known for it: " + url));
            } catch (IOException e) {
                err.println("parley models: " + name + ": " + e.getMessage());
                return FAILED;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return FAILED;
            }
            out.println(name + " is installed in " + store.folder(entry));
        }
        return DONE;
    }

    private long shownPercent = -1;

    /** One line that rewrites itself on a terminal; a line for each tenth elsewhere. */
    private void progress(String file, long bytes, long total) {
        long percent = total > 0 ? 100 * bytes / total : 0;
        boolean terminal = java.util.Optional.ofNullable(System.console())
                .map(java.io.Console::isTerminal)
                .orElse(false);
        long step = terminal ? 1 : 10;
        if (percent / step == shownPercent / step && bytes < total) {
            return;
        }
        shownPercent = percent;
        String bar = "#".repeat((int) (percent / 4)) + ".".repeat(25 - (int) (percent / 4));
        err.printf(Locale.ROOT, terminal ? "\r%s [%s] %3d%%" : "%s [%s] %3d%%%n", file, bar, percent);
        if (terminal && bytes >= total) {
            err.println();
        }
    }

    private int verify(List<String> names, boolean json) {
        ObjectNode result = JSON.createObjectNode();
        boolean allWhole = true;
        for (CatalogEntry entry : Catalog.bundled().entries()) {
            boolean asked = names.contains(entry.name());
            if (!(asked || (names.isEmpty() && store.isInstalled(entry)))) {
                continue;
            }
            List<String> faults = store.isInstalled(entry) ? faults(entry) : List.of("is not installed");
            allWhole &= faults.isEmpty();
            if (json) {
                ArrayNode list = result.putArray(entry.name());
                faults.forEach(list::add);
            } else {
                String whole = entry.hasChecksums() ? "whole" : "whole, as it was pulled";
                out.println(entry.name() + ": " + (faults.isEmpty() ? whole : String.join("; ", faults)));
            }
        }
        if (json) {
            out.println(result);
        }
        return allWhole ? DONE : FAILED;
    }

    private List<String> faults(CatalogEntry entry) {
        try {
            return store.verify(entry);
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }
}
