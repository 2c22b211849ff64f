package io.faultline.app.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.Sighting;
import io.faultline.app.lab.net.Hosts;
import io.faultline.app.lab.net.Loopback;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks each layer for real, with the program itself in a network of its own, and checks what it says.
 * Where namespaces cannot be made the cases run that need none, and the others are skipped with the
 * reason.
 */
class FaultLabIT {

    @TempDir static Path folder;

    private static Lab lab;

    @BeforeAll
    static void build() {
        boolean hosts = Hosts.obstacle().isEmpty();
        lab = Lab.open(hosts ? Hosts.create() : new Loopback(), folder, Catalog.all());
    }

    @AfterAll
    static void clear() {
        if (lab != null) {
            lab.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> whatBreaksIsCalledByItsName() {
        return Catalog.all().stream()
                .map(each -> dynamicTest(each.toString(), () -> check(each)));
    }

    private static void check(LabCase broken) {
        long t = System.nanoTime();
        Finding finding = lab.provoke(broken);
        System.out.println(broken.name() + " " + (System.nanoTime() - t) / 1000000);
        System.out.println("   " + finding.named());
        List<Sighting> seen = finding.seen();

        assertThat(seen)
                .as("%s must never be called that: %s", broken.name(), broken.cause())
                .extracting(Sighting::code)
                .doesNotContainAnyElementsOf(
                        broken.never().stream().map(code -> code.id()).toList());
        assertThat(seen)
                .as("%s has one name", broken.name())
                .extracting(Sighting::code)
                .isSubsetOf(finding.allowed());
        Sighting named = finding.named();
        assertThat(named.side()).as("side of %s", named).isEqualTo(broken.side().label());
        assertThat(named.layer()).isEqualTo(broken.code().layer().name());
        assertThat(named.suspected()).isEqualTo(broken.code().suspected());
        assertThat(broken.proves()).allSatisfy(wanted -> assertProved(named, wanted));
        assertThat(finding.metric()).as("the metric of %s", broken).isPositive();
        finding.assertAnswer();
    }

    private static void assertProved(Sighting named, String wanted) {
        String[] parts = wanted.split("=", 2);
        assertThat(named.evidence()).as("evidence of %s", named).containsKey(parts[0]);
        if (parts.length == 2) {
            assertThat(named.evidence().get(parts[0])).contains(parts[1]);
        }
    }
}
