package parley.stt.pocketsphinx;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The parts of a PocketSphinx model on disk. */
public record SphinxModel(Path acoustic, Path language, Path dictionary) {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/share/pocketsphinx/model/en-us"), Path.of("/usr/local/share/pocketsphinx/model/en-us"));

    /** The English model where Debian, or a build of one's own, puts it. */
    public static Optional<SphinxModel> installed() {
        return PLACES.stream()
                .map(folder -> new SphinxModel(
                        folder.resolve("en-us"), folder.resolve("en-us.lm.bin"), folder.resolve("cmudict-en-us.dict")))
                .filter(model -> Files.isDirectory(model.acoustic())
                        && Files.isReadable(model.language())
                        && Files.isReadable(model.dictionary()))
                .findFirst();
    }
}
