package parley.audio.pcm;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Loads the native libraries that lie in the libjitsi jar, without the classes around them. */
@SuppressWarnings("restricted") // loading native code is what this class is for
public final class NativeLibraries {
    private NativeLibraries() {}

    /**
     * The library's symbols, for as long as the process lives.
     *
     * @throws UnsatisfiedLinkError with the platform and the reason where it cannot be loaded
     */
    public static SymbolLookup fromJar(String name) {
        String resource = platform() + "/" + System.mapLibraryName(name);
        try (InputStream in = NativeLibraries.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new UnsatisfiedLinkError("there is no " + name + " for " + platform()
                        + "; there is for linux-x86-64, linux-aarch64, darwin-x86-64 and darwin-aarch64");
            }
            Path file = Files.createTempFile("parley-" + name, ".native");
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            try {
                return SymbolLookup.libraryLookup(file, Arena.global());
            } finally {
                Files.delete(file); // it stays mapped
            }
        } catch (IOException | IllegalArgumentException e) {
            UnsatisfiedLinkError error = new UnsatisfiedLinkError(name + " cannot be loaded: " + e.getMessage());
            error.initCause(e);
            throw error;
        }
    }

    private static String platform() {
        String system =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch", "");
        return system + "-" + (machine.equals("amd64") || machine.equals("x86_64") ? "x86-64" : machine);
    }
}
