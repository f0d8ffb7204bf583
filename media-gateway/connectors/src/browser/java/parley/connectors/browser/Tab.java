package parley.connectors.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;

/** A page in a browser: runs script in it, looks at it, and hears what it complains about. */
public abstract class Tab implements AutoCloseable {
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** Runs an expression, waits for its promise, and gives its value. */
    public abstract JsonNode run(String expression) throws Exception;

    /** Runs a script before those of each page that comes. */
    public abstract void runFirst(String script) throws Exception;

    /** Goes to another page in the same tab. */
    public abstract void go(String address) throws Exception;

    @Override
    public abstract void close();

    /** Answers when the expression is true; a page that does not come so far is told with what it shows. */
    public void await(String expression) throws Exception {
        String watch = "new Promise(done => { const end = Date.now() + 45000; const look = () => { let is = false;"
                + " try { is = (" + expression + "); } catch (e) { is = false; }"
                + " if (is) done(true); else if (Date.now() > end) done(false); else setTimeout(look, 50); }; look(); })";
        boolean came;
        try {
            came = run(watch).asBoolean();
        } catch (ExecutionException navigated) {
            // The page that was asked went away for another one, which may be the one that is waited for.
            came = run(watch).asBoolean();
        }
        if (!came) {
            throw new AssertionError("never true: " + expression + "\non a page that shows:\n"
                    + run("document.body.innerText").asText() + "\ncomplaints: " + complaints);
        }
    }

    /** What the page's scripts, and the browser about the page, called errors or warnings so far. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    void complain(String complaint) {
        complaints.add(complaint);
    }

    static void keep(Path file, String base64) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(base64));
    }
}
