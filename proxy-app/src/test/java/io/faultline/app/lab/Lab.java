package io.faultline.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.lab.bench.Bench;
import io.faultline.app.lab.bench.Diagnoser;
import io.faultline.app.lab.bench.Diagnoser.Diagnosis;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.LabCase.Provocation;
import io.faultline.app.lab.bench.LabCase.Standing;
import io.faultline.app.lab.bench.LabProxy;
import io.faultline.app.lab.bench.Sighting;
import io.faultline.app.lab.bench.Sighting.Source;
import io.faultline.app.lab.bench.Sightings;
import io.faultline.app.lab.bench.Subject;
import io.faultline.app.lab.cases.DelayedPath;
import io.faultline.app.lab.cases.HealthyWay;
import io.faultline.app.lab.cases.LossyPath;
import io.faultline.app.lab.cases.QuietTunnel;
import io.faultline.app.lab.net.Ground;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.ScriptedOrigin;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** One ground, one proxy, and many cases that break it in turn, each at its own listener. */
final class Lab implements AutoCloseable {

    private static final String NEEDS_HOSTS =
            "needs hosts of its own: root, Linux, iproute2 and nftables";

    private record Set(Bench bench, Provocation provocation) {}

    private final Ground ground;
    private final LabProxy proxy;
    private final Diagnoser diagnoser;
    private final Map<String, Set> sets;
    private final ScriptedOrigin wellOne;

    private Lab(
            Ground ground,
            LabProxy proxy,
            Diagnoser diagnoser,
            Map<String, Set> sets,
            ScriptedOrigin wellOne) {
        this.ground = ground;
        this.proxy = proxy;
        this.diagnoser = diagnoser;
        this.sets = sets;
        this.wellOne = wellOne;
    }

    static Lab open(Ground ground, Path folder, List<LabCase> cases) {
        Map<String, Set> sets = new LinkedHashMap<>();
        List<Bench> benches = new ArrayList<>();
        try {
            for (LabCase each : cases) {
                if (!each.needsHosts() || ground.hasHosts()) {
                    var bench = new Bench(each.name(), ground, folder);
                    benches.add(bench);
                    sets.put(each.name(), new Set(bench, each.preparation().on(bench)));
                }
            }
            var healthy = new Bench(HealthyWay.NAME, ground, folder);
            benches.add(healthy);
            ScriptedOrigin wellOne = HealthyWay.on(healthy);
            sets.put(HealthyWay.NAME, new Set(healthy, subject -> ""));
            if (ground.hasHosts()) {
                var lossy = new Bench(LossyPath.NAME, ground, folder);
                benches.add(lossy);
                LossyPath.on(lossy);
                sets.put(LossyPath.NAME, new Set(lossy, subject -> ""));
                var delayed = new Bench(DelayedPath.NAME, ground, folder);
                benches.add(delayed);
                DelayedPath.on(delayed);
                sets.put(DelayedPath.NAME, new Set(delayed, subject -> ""));
                var quiet = new Bench(QuietTunnel.NAME, ground, folder);
                benches.add(quiet);
                sets.put(QuietTunnel.NAME, new Set(quiet, QuietTunnel.on(quiet)));
            }
            LabProxy proxy = LabProxy.start(ground, folder, benches);
            return new Lab(ground, proxy, Diagnoser.start(ground), sets, wellOne);
        } catch (Exception | AssertionError broken) {
            benches.forEach(Bench::close);
            ground.close();
            throw new AssertionError("the lab cannot be built: " + broken, broken);
        }
    }

    /** Breaks it, and waits until the proxy has said something about it. */
    Finding provoke(LabCase broken) {
        Set set = sets.get(broken.name());
        Assumptions.assumeTrue(set != null, NEEDS_HOSTS);
        String answer;
        try {
            answer = set.provocation().with(new Subject(proxy, set.bench()));
        } catch (Exception failed) {
            throw new AssertionError("could not be provoked: " + broken, failed);
        }
        List<Sighting> seen =
                Eventually.value(
                        broken + " to be named and proved by " + broken.proves(),
                        () -> Sightings.of(proxy, broken.name()),
                        all -> all.stream().anyMatch(each -> isNamed(broken, each)));
        String metrics = proxy.page("/metrics");
        Diagnosis diagnosis = diagnose(broken, set.bench());
        boolean alike = broken.diagnosedWith().isEmpty() && broken.standing() == Standing.AS_IT_IS;
        String page = alike && diagnosis.isQuick() ? proxy.diagnosed(broken.target()) : "";
        Diagnosis explanation = broken.isExplained() ? explain(broken) : Diagnosis.NONE;
        set.bench().close();
        return new Finding(broken, answer, seen, metrics, diagnosis, page, explanation);
    }

    private Diagnosis explain(LabCase broken) {
        return diagnoser.run(
                "explain",
                proxy.file().toString(),
                "GET",
                "http://lab.example/",
                "--listener",
                broken.name());
    }

    /** Connections that the endpoint which is well has seen. */
    int connectionsToWhatIsWell() {
        return wellOne.accepted();
    }

    /** Of what is well: in a second JVM, and with all the connections that it makes by default. */
    Diagnosis diagnoseWhatIsWell() {
        return diagnoser.run(
                "diagnose",
                "-c",
                proxy.file().toString(),
                "--admin",
                adminAddress(),
                "upstream/" + HealthyWay.NAME + "/");
    }

    private Diagnosis diagnose(LabCase broken, Bench bench) {
        if (broken.target().isEmpty()) {
            return Diagnosis.NONE;
        }
        List<String> arguments =
                new ArrayList<>(List.of("diagnose", "-c", proxy.file().toString()));
        arguments.addAll(List.of("--admin", adminAddress(), "--connects", "1", "--timeout", "0.6"));
        arguments.addAll(broken.diagnosedWith());
        arguments.add(broken.target());
        try (AutoCloseable broke = broken.standing().of(new Subject(proxy, bench))) {
            assertThat(broke).isNotNull();
            return diagnoser.run(arguments.toArray(String[]::new));
        } catch (Exception failed) {
            throw new AssertionError("could not be broken again: " + broken, failed);
        }
    }

    private String adminAddress() {
        return Bench.text(proxy.address("admin"));
    }

    private static boolean isNamed(LabCase broken, Sighting seen) {
        return seen.code().equals(broken.code().id())
                && (broken.onPageOnly() || seen.source() != Source.FAULTS_PAGE)
                && broken.isProvedBy(seen.evidence());
    }

    /** What is no case, because nothing breaks. */
    void experience(String name) throws Exception {
        Subject subject = subject(name);
        sets.get(name).provocation().with(subject);
        assertThat(Sightings.of(proxy, name)).isEmpty();
        subject.bench().close();
    }

    /** The proxy as the case of this name sees it; without hosts it may not be there. */
    Subject subject(String name) {
        Set set = sets.get(name);
        Assumptions.assumeTrue(set != null, NEEDS_HOSTS);
        return new Subject(proxy, set.bench());
    }

    @Override
    public void close() {
        try {
            sets.values().forEach(each -> each.bench().close());
            proxy.close();
            diagnoser.close();
        } finally {
            ground.close();
        }
    }
}
