package parley.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows between the modules, and those rules of the house that a machine can check. */
class ArchitectureTest {
    /** Which module may use which; "proto" stands for the generated contracts. */
    private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

    static {
        MAY_USE.put("proto", List.of());
        MAY_USE.put("audio", List.of());
        MAY_USE.put("inference", List.of());
        MAY_USE.put("stt", List.of("inference", "audio"));
        MAY_USE.put("tts", List.of("inference", "audio"));
        MAY_USE.put("turns", List.of("inference", "audio"));
        MAY_USE.put("brain", List.of("proto"));
        MAY_USE.put("webrtc", List.of("audio"));
        MAY_USE.put("connectors", List.of("webrtc", "audio"));
        MAY_USE.put("archive", List.of("proto", "audio"));
        MAY_USE.put(
                "conversation",
                List.of(
                        "proto",
                        "audio",
                        "inference",
                        "stt",
                        "tts",
                        "turns",
                        "brain",
                        "webrtc",
                        "connectors",
                        "archive"));
    }

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages("parley");

    @Test
    void shouldSeeEveryModule() {
        MAY_USE.keySet()
                .forEach(module -> assertThat(PRODUCT.stream().anyMatch(in(module)))
                        .as("classes of " + module)
                        .isTrue());
    }

    @Test
    void shouldPointOnlyDown() {
        MAY_USE.forEach((module, allowed) -> {
            List<String> forbidden = Stream.concat(MAY_USE.keySet().stream(), Stream.of("server"))
                    .filter(other -> !other.equals(module) && !allowed.contains(other))
                    .toList();
            DescribedPredicate<JavaClass> above = DescribedPredicate.describe(
                    "the modules that " + module + " must not know: " + forbidden,
                    type -> forbidden.stream().anyMatch(other -> in(other).test(type)));
            noClasses().that(in(module)).should().dependOnClassesThat(above).check(PRODUCT);
        });
    }

    @Test
    void shouldHaveNoCyclesBetweenModules() {
        SlicesRuleDefinition.slices()
                .matching("parley.(*)..")
                .should()
                .beFreeOfCycles()
                .check(PRODUCT);
        MAY_USE.forEach((module, allowed) ->
                allowed.forEach(lower -> assertThat(MAY_USE.get(lower)).doesNotContain(module)));
    }

    @Test
    void shouldKeepNoStaticState() {
        fields().that()
                .areStatic()
                .and(ours())
                .and()
                .areDeclaredInClassesThat(DescribedPredicate.describe("hand-written", type -> !generated(type)))
                .should()
                .beFinal()
                .check(PRODUCT);
    }

    @Test
    void shouldNotHideThingsInUtilityPackages() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..manager..", "..impl..")
                .check(PRODUCT);
    }

    @Test
    void shouldKeepEnginesFreeOfClocksAndSockets() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "parley.webrtc.stun..",
                        "parley.webrtc.ice..",
                        "parley.webrtc.sdp..",
                        "parley.webrtc.rtp..",
                        "parley.webrtc.receive..",
                        "parley.turns.end..",
                        "parley.turns.floor..",
                        "parley.turns.interruption..",
                        "parley.tts.playout..",
                        "parley.conversation.meeting..")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("io.netty.channel..", "io.vertx..", "java.nio.channels..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(PRODUCT);
    }

    @Test
    void shouldMarkEveryPackageNullSafe() {
        classes()
                .that(DescribedPredicate.describe("hand-written", type -> !generated(type)))
                .should(not(com.tngtech.archunit.lang.conditions.ArchConditions.resideInAPackage("parley")))
                .check(PRODUCT);
        List<String> unmarked = PRODUCT.stream()
                .filter(type -> !generated(type))
                .map(JavaClass::getPackage)
                .distinct()
                .filter(pack -> !pack.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
                .map(pack -> pack.getName())
                .toList();
        assertThat(unmarked)
                .as("packages without a @NullMarked package-info.java")
                .isEmpty();
    }

    @Test
    void shouldNotSleepInTests() throws IOException {
        Path root = Path.of(System.getenv().getOrDefault("PARLEY_REPOSITORY", "../.."));
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> sleepers = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/test/"))
                    .filter(file -> !file.endsWith("ArchitectureTest.java"))
                    .filter(ArchitectureTest::sleeps)
                    .toList();
            assertThat(sleepers).isEmpty();
        }
    }

    private static boolean sleeps(Path file) {
        try {
            return Files.readString(file).contains("Thread.sleep(");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static DescribedPredicate<JavaClass> in(String module) {
        return DescribedPredicate.describe("of " + module, type -> {
            String name = type.getPackageName() + ".";
            return module.equals("proto")
                    ? name.startsWith("parley.agent.v1.")
                            || name.startsWith("parley.gateway.v1.")
                            || name.startsWith("parley.contract.")
                    : name.startsWith("parley." + module + ".");
        });
    }

    private static DescribedPredicate<JavaField> ours() {
        return DescribedPredicate.describe(
                "written by people",
                field -> !field.getModifiers().contains(JavaModifier.SYNTHETIC)
                        && !field.getName().startsWith("$"));
    }

    private static boolean generated(JavaClass type) {
        return in("proto").test(type) && !type.getPackageName().startsWith("parley.contract");
    }
}
