package io.faultline.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.faultline.app.lab.bench.Diagnoser.Diagnosis;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Sighting;
import io.faultline.app.lab.bench.Sightings;
import io.faultline.app.lab.bench.Subject;
import io.faultline.app.lab.cases.DelayedPath;
import io.faultline.app.lab.cases.LossyPath;
import io.faultline.app.lab.cases.QuietTunnel;
import io.faultline.app.lab.net.Hosts;
import io.faultline.app.lab.net.Loopback;
import io.faultline.core.fault.FaultCatalog;
import io.faultline.core.fault.FaultCode;
import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks each layer for real, with the program itself in a network of its own, and checks what it says.
 * Where namespaces cannot be made the cases run that need none, and the others are skipped with the
 * reason.
 *
 * <p>What was seen is docs/reference/fault-lab.md. To write it anew: {@code mvn verify -pl proxy-app -am
 * -Dit.test=FaultLabIT -Dsurefire.skip -Dfailsafe.failIfNoSpecifiedTests=false
 * -Dfaultline.docs.update=true}. To run some cases alone: {@code -Dfaultline.lab.only=NAME,NAME}.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultLabIT {

    private static final int REQUESTS = 20;
    private static final int SLOW_REQUESTS = 3;
    private static final Path PAGE = Path.of("..", "docs", "reference", "fault-lab.md");

    /** By case, for the page. */
    private static final Map<String, Finding> FOUND = new LinkedHashMap<>();

    @TempDir static Path folder;

    private static Lab lab;

    @BeforeAll
    static void build() {
        boolean hosts = Hosts.obstacle().isEmpty() && !Boolean.getBoolean("faultline.lab.loopback");
        lab = Lab.open(hosts ? Hosts.create() : new Loopback(), folder, Catalog.asked());
    }

    @AfterAll
    static void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @Test
    void everyCodeOfTheCatalogIsBrokenHereOrHasAReasonNotToBe() {
        List<FaultCode> broken = Catalog.all().stream().map(LabCase::code).distinct().toList();

        assertThat(FaultCatalog.all())
                .allSatisfy(
                        code ->
                                assertThat(broken.contains(code))
                                        .as(code + " has a case, or stands in NotHere, not both")
                                        .isNotEqualTo(NotHere.REASONS.containsKey(code)));
    }

    /** No third way: what nobody would find must say so. */
    @Test
    void everyCaseIsDiagnosedOrSaysWhyNot() {
        assertThat(Catalog.all())
                .allSatisfy(
                        each ->
                                assertThat(each.target().isEmpty())
                                        .as(each + " is diagnosed, or has a reason not to be")
                                        .isNotEqualTo(each.whyNotDiagnosed().isEmpty()));
    }

    @TestFactory
    @Order(1)
    Stream<DynamicTest> whatBreaksIsCalledByItsName() {
        return Catalog.asked().stream()
                .map(each -> dynamicTest(each.toString(), () -> check(each)));
    }

    @Test
    @Order(0)
    void lossIsRepairedByTcpAndCalledNothing() {
        Subject subject = lab.subject(LossyPath.NAME);

        for (int i = 0; i < REQUESTS; i++) {
            assertThat(subject.get()).startsWith("HTTP/1.1 200 ");
        }

        assertThat(Sightings.of(subject.proxy(), LossyPath.NAME)).isEmpty();
    }

    /** What a packet waits is known from below: the kernel cannot let it go sooner. */
    @Test
    @Order(0)
    void delayOnTheWayIsTimeOfConnectsAndCalledNothing() {
        Subject subject = lab.subject(DelayedPath.NAME);

        for (int i = 0; i < SLOW_REQUESTS; i++) {
            assertThat(subject.get()).startsWith("HTTP/1.1 200 ");
        }

        assertThat(Sightings.of(subject.proxy(), DelayedPath.NAME)).isEmpty();
        List<Map<String, Object>> phases =
                Eventually.value(
                        "their records",
                        () -> Sightings.phases(subject.proxy(), DelayedPath.NAME),
                        all -> all.size() == SLOW_REQUESTS);
        assertThat(phases)
                .as("the SYN-ACK of the later ones waited for what the earlier ones left")
                .anySatisfy(
                        each ->
                                assertThat(((Number) each.get("connect")).longValue())
                                        .isGreaterThan(30_000));
    }

    /** Three quarters of a minute in real time, for who doubts what the story says of probes. */
    @Test
    @Order(0)
    @EnabledIfSystemProperty(named = "faultline.lab.long", matches = "true")
    void aNatOfThirtySecondsDoesNotForgetWhatOurKernelProbes() throws Exception {
        lab.experience(QuietTunnel.NAME);
    }

    /**
     * Two seconds are a promise, and forty times what it takes: what waits for a timer, or goes one
     * address after the other, never keeps it. A machine that is busy elsewhere may break it once.
     */
    @Test
    @Order(0)
    void whatIsWellIsDiagnosedWithinTwoSeconds() {
        Eventually.value(
                "a diagnosis within two seconds",
                FaultLabIT::timeToDiagnoseWhatIsWell,
                took -> took.compareTo(Duration.ofSeconds(2)) < 0);
    }

    private static Duration timeToDiagnoseWhatIsWell() {
        int before = lab.connectionsToWhatIsWell();
        Diagnosis diagnosis = lab.diagnoseWhatIsWell();
        assertThat(diagnosis.exitCode()).as(diagnosis.text()).isZero();
        assertThat(lab.connectionsToWhatIsWell() - before)
                .as("three to measure TCP and one to ask")
                .isLessThanOrEqualTo(4);
        return diagnosis.took();
    }

    @Test
    @Order(2)
    void thePageTellsWhatWasSeen() throws IOException {
        Assumptions.assumeTrue(
                FOUND.size() == Catalog.all().size(), "only a lab that ran as a whole is told of");
        String page = LabPage.render(FOUND);
        if (Boolean.getBoolean("faultline.docs.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("run this test with -Dfaultline.docs.update=true to write it anew")
                .hasContent(page);
    }

    @Test
    @Order(3)
    void theStoriesOfTheGuideTellWhatWasSeen() throws IOException {
        Assumptions.assumeTrue(
                FOUND.size() == Catalog.all().size(), "only a lab that ran as a whole is told of");
        if (Boolean.getBoolean("faultline.docs.update")) {
            Files.writeString(StoryPage.FILE, StoryPage.written(FOUND));
        }
        assertThat(StoryPage.told())
                .as("run this test with -Dfaultline.docs.update=true to write the answers anew")
                .hasSizeGreaterThan(6)
                .isEqualTo(StoryPage.seen(FOUND));
    }

    private static void check(LabCase broken) {
        Finding finding = lab.provoke(broken);
        List<Sighting> seen = finding.seen();

        assertThat(seen)
                .as("%s must never be called that: %s", broken.name(), broken.cause())
                .extracting(Sighting::code)
                .doesNotContainAnyElementsOf(
                        broken.never().stream().map(code -> code.id()).toList());
        assertThat(seen)
                .as("%s has one name: %s", broken.name(), seen)
                .extracting(Sighting::code)
                .isSubsetOf(finding.allowed());
        Sighting named = finding.named();
        assertThat(named.side()).as("side of %s", named).isEqualTo(broken.side().label());
        assertThat(named.layer()).isEqualTo(broken.code().layer().name());
        assertThat(named.suspected()).isEqualTo(broken.code().suspected());
        assertThat(finding.isCounted()).as("faultline_faults_total counts %s", broken).isTrue();
        finding.assertAnswer();
        finding.assertDiagnosis();
        finding.assertExplanation();
        FOUND.put(broken.name(), finding);
    }
}
