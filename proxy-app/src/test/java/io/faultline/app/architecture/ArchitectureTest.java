package io.faultline.app.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.timing.Ticker;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * The house as ARCHITECTURE.md draws it, held up by the build: who may know whom, and what may never
 * happen on a worker's loop.
 */
class ArchitectureTest {

    private static final JavaClasses MAIN =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.faultline");

    private static final DescribedPredicate<JavaClass> DATA_PATH_MODULES =
            resideInAnyPackage("io.faultline.core..", "io.faultline.l4..", "io.faultline.l7..");

    /** Called by the thread that stops the process and by no other; each says so in its Javadoc. */
    private static final Class<?>[] MAY_BLOCK = {AccessLog.class};

    @Test
    void allModulesAreLookedAt() {
        assertThat(MAIN).extracting(JavaClass::getPackageName).contains("io.faultline.core");
        assertThat(MAIN.that(resideInAPackage("io.faultline.app.."))).isNotEmpty();
    }

    @Test
    void coreKnowsNobodyAboveIt() {
        check(
                noClasses()
                        .that(resideInAPackage("io.faultline.core.."))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage(
                                        "io.faultline.l4..",
                                        "io.faultline.l7..",
                                        "io.faultline.app.."))
                        .because("both layers stand on the core, and it outlives each of them"));
    }

    @Test
    void theTwoLayersNeverMeet() {
        check(
                noClasses()
                        .that(resideInAPackage("io.faultline.l4.."))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("io.faultline.l7..", "io.faultline.app.."))
                        .because("forwarding bytes must not need to know HTTP"));
        check(
                noClasses()
                        .that(resideInAPackage("io.faultline.l7.."))
                        .should()
                        .dependOnClassesThat(
                                resideInAnyPackage("io.faultline.l4..", "io.faultline.app.."))
                        .because("HTTP stands on a wire, whatever carries it"));
    }

    @Test
    void thePackagesOfTheCoreFormNoCycle() {
        check(slices().matching("io.faultline.core.(**)").should().beFreeOfCycles());
    }

    @Test
    void thePackagesOfTheProgramFormNoCycle() {
        check(slices().matching("io.faultline.app.(**)").should().beFreeOfCycles());
    }

    @Test
    void configurationIsInert() {
        check(
                noClasses()
                        .that(resideInAPackage("io.faultline.core.config.."))
                        .should()
                        .dependOnClassesThat(resideInAnyPackage("io.netty.."))
                        .because("a record holds what was written; the runtime resolves it"));
    }

    @Test
    void nothingBlocksBelowTheProgram() {
        check(
                noClasses()
                        .that(DATA_PATH_MODULES)
                        .and()
                        .doNotBelongToAnyOf(MAY_BLOCK)
                        .should()
                        .accessTargetWhere(Uses.of(Thread.class, "sleep", "join"))
                        .orShould()
                        .accessTargetWhere(
                                Uses.of(
                                        io.netty.util.concurrent.Future.class,
                                        "sync",
                                        "syncUninterruptibly",
                                        "await",
                                        "awaitUninterruptibly"))
                        .orShould()
                        .accessTargetWhere(
                                Uses.of(java.util.concurrent.Future.class, "get", "join"))
                        .orShould()
                        .accessTargetWhere(Uses.of(CountDownLatch.class, "await"))
                        .orShould()
                        .accessTargetWhere(Uses.of(Object.class, "wait"))
                        .because("one connection that waits makes all others of its worker wait"));
    }

    @Test
    void theMonotonicClockIsReadInOnePlace() {
        check(
                noClasses()
                        .that(DATA_PATH_MODULES)
                        .and()
                        .doNotBelongToAnyOf(Ticker.class)
                        .should()
                        .accessTargetWhere(Uses.of(System.class, "nanoTime"))
                        .because("a test must be able to step time"));
    }

    @Test
    void onlyTheProgramSpeaksOnTheConsole() {
        check(
                noClasses()
                        .that(DATA_PATH_MODULES)
                        .should()
                        .accessTargetWhere(Uses.of(System.class, "out", "err"))
                        .orShould()
                        .accessTargetWhere(Uses.of(Throwable.class, "printStackTrace"))
                        .because("a library that prints cannot be silenced or redirected"));
    }

    private static void check(ArchRule rule) {
        // A room may still be empty; that is not a violation of who may enter it.
        rule.allowEmptyShould(true).check(MAIN);
    }
}
