package parley.inference.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import parley.inference.catalog.CatalogEntry.CatalogFile;

/** The models that can be pulled, from the readable file {@code models.yaml}. */
public record Catalog(List<CatalogEntry> entries) {
    public Catalog {
        entries = List.copyOf(entries);
    }

    /** The catalog that ships with the code. */
    public static Catalog bundled() {
        try (InputStream in = Catalog.class.getResourceAsStream("models.yaml")) {
            if (in == null) {
                throw new IllegalStateException("models.yaml is not on the class path");
            }
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails with an IOException that names the entry and what is wrong with it. */
    static Catalog read(InputStream in) throws IOException {
        try {
            Object document =
                    new Load(LoadSettings.builder().setLabel("models.yaml").build()).loadFromInputStream(in);
            List<CatalogEntry> entries = new ArrayList<>();
            for (Object item : list(map(document).get("models"), "models")) {
                entries.add(entry(map(item)));
            }
            return new Catalog(entries);
        } catch (YamlEngineException | IllegalArgumentException | ClassCastException e) {
            throw new IOException("the model catalog is broken: " + e.getMessage(), e);
        }
    }

    private static CatalogEntry entry(Map<?, ?> item) {
        String name = text(item, "name");
        List<CatalogFile> files = new ArrayList<>();
        for (Object file : list(item.get("files"), name + ": files")) {
            Map<?, ?> fields = map(file);
            files.add(new CatalogFile(
                    text(fields, "url"),
                    Optional.ofNullable(fields.get("sha256")).map(Object::toString),
                    ((Number) Optional.ofNullable(fields.get("size")).orElse(0)).longValue(),
                    Boolean.TRUE.equals(fields.get("unpack")),
                    Optional.ofNullable(fields.get("path"))
                            .map(Object::toString)
                            .orElse("")));
        }
        return new CatalogEntry(
                name,
                text(item, "kind"),
                text(item, "purpose"),
                list(item.get("languages"), name + ": languages").stream()
                        .map(Object::toString)
                        .toList(),
                text(item, "licence"),
                text(item, "hears"),
                files);
    }

    private static Map<?, ?> map(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("'" + value + "' is no mapping");
    }

    private static List<?> list(@org.jspecify.annotations.Nullable Object value, String where) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(where + " is no list");
    }

    private static String text(Map<?, ?> fields, String key) {
        Object value = fields.get(key);
        if (value == null) {
            throw new IllegalArgumentException(fields + " lacks " + key);
        }
        return value.toString();
    }

    public Optional<CatalogEntry> find(String name) {
        return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
