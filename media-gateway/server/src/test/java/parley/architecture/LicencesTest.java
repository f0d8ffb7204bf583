package parley.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What ships may be used by whoever hosts Parley commercially. */
class LicencesTest {
    private static final Set<String> FIT = Set.of(
            "Apache-2.0",
            "MIT",
            "MIT-0",
            "BSD-2-Clause",
            "BSD-3-Clause",
            "EPL-2.0",
            "LGPL-2.1-or-later",
            "CC0-1.0",
            "ISC");
    private static final Pattern GROUP = Pattern.compile("<groupId>\\s*([^<\\s]+)\\s*</groupId>");

    @Test
    void shouldShipNothingThatForbidsCommercialSelfHosting() throws IOException {
        Map<String, String> licences = licences();
        assertThat(licences.values()).allMatch(FIT::contains);
        Set<String> unknown = new TreeSet<>(shippedGroups());
        unknown.removeAll(licences.keySet());
        assertThat(unknown)
                .as("groups without a line in licences.txt: look up the licence, and add a line to CONTRIBUTING.md too")
                .isEmpty();
    }

    private static Map<String, String> licences() throws IOException {
        Map<String, String> licences = new TreeMap<>();
        try (var in = Objects.requireNonNull(LicencesTest.class.getResourceAsStream("licences.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split(" "))
                    .forEach(parts -> licences.put(parts[0], parts[1]));
        }
        return licences;
    }

    /** The groups of the jars that the launcher starts with, as the POM beside each jar names them. */
    private static Set<String> shippedGroups() throws IOException {
        Set<String> groups = new TreeSet<>();
        String classpath = Files.readString(Path.of("target", "classpath"));
        for (Path jar :
                Arrays.stream(classpath.strip().split(":")).map(Path::of).toList()) {
            if (!jar.toString().endsWith(".jar") || jar.toString().contains("/target/")) {
                continue;
            }
            Path version = Objects.requireNonNull(jar.getParent());
            Path artifact = Objects.requireNonNull(version.getParent());
            Path pom = version.resolve(artifact.getFileName() + "-" + version.getFileName() + ".pom");
            groups.add(groupOf(Files.readString(pom)));
        }
        assertThat(groups).isNotEmpty();
        return groups;
    }

    private static String groupOf(String pom) {
        String head = pom.replaceFirst("(?s)<(dependencies|dependencyManagement|build|profiles|licenses)>.*", "");
        String own = head.replaceFirst("(?s)<parent>.*?</parent>", "");
        Matcher inOwn = GROUP.matcher(own);
        if (inOwn.find()) {
            return inOwn.group(1);
        }
        Matcher inParent = GROUP.matcher(head);
        assertThat(inParent.find()).as("a group in " + head).isTrue();
        return inParent.group(1);
    }
}
