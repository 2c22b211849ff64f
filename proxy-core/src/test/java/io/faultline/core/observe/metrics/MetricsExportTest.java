package io.faultline.core.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.observe.access.RecordFormat;
import io.faultline.core.observe.access.log.AccessLog;
import io.faultline.core.timing.LoopTurn;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Ticker;
import io.faultline.core.timing.Timeline;
import io.faultline.testkit.text.PrometheusText;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsExportTest extends ExportFixture {

    @Test
    void whatTheWorkersCountedIsSummed() {
        ListenerMetrics one = shards.worker(0).listener("db");
        ListenerMetrics two = shards.worker(1).listener("db");
        one.opened();
        one.opened();
        two.opened();
        two.closed(TimeUnit.MILLISECONDS.toNanos(5));
        one.bytesUp(100);
        two.bytesUp(11);
        two.bytesDown(1_000_000);
        one.denied(NetworkFault.ADDRESS_DENIED);
        two.denied(NetworkFault.ADDRESS_DENIED);

        PrometheusText scrape = scrape();

        assertThat(scrape.value("faultline_connections_total", "listener", "db")).isEqualTo(3);
        assertThat(scrape.value("faultline_connections_active", "listener", "db")).isEqualTo(2);
        assertThat(scrape.value("faultline_bytes_total", "listener", "db", "direction", "up"))
                .isEqualTo(111);
        assertThat(scrape.value("faultline_bytes_total", "listener", "db", "direction", "down"))
                .isEqualTo(1_000_000);
        assertThat(
                        scrape.value(
                                "faultline_connections_denied_total",
                                "listener",
                                "db",
                                "code",
                                "L3.ADDRESS_DENIED"))
                .isEqualTo(2);
        assertThat(
                        scrape.value(
                                "faultline_session_duration_seconds_bucket",
                                "listener",
                                "db",
                                "le",
                                "0.005"))
                .isEqualTo(1);
        assertThat(
                        scrape.value(
                                "faultline_session_duration_seconds_bucket",
                                "listener",
                                "db",
                                "le",
                                "0.001"))
                .isZero();
        assertThat(scrape.value("faultline_session_duration_seconds_sum", "listener", "db"))
                .isEqualTo(0.005);
    }

    @Test
    void phasesAreCountedWhereTheyBelongAndOnlyIfTheyTookTime() {
        for (int worker = 0; worker < 2; worker++) {
            shards.worker(worker).listener("db").spent(waited());
            shards.worker(worker).upstream("pg").spent(waited());
        }
        var atOnce = new Timeline(new LoopTurn(() -> 0));
        atOnce.begin(Phase.WORK, 0);
        atOnce.end(1_000);
        shards.worker(0).upstream("pg").spent(atOnce);

        PrometheusText scrape = scrape();

        String ours = "faultline_phase_duration_seconds";
        String theirs = "faultline_upstream_phase_duration_seconds";
        assertThat(scrape.value(ours + "_count", "listener", "db", "phase", "work")).isEqualTo(2);
        assertThat(scrape.value(ours + "_sum", "listener", "db", "phase", "work")).isEqualTo(0.002);
        assertThat(scrape.value(theirs + "_count", "upstream", "pg", "phase", "wait"))
                .as("an exchange that never waited is not counted as a wait of 0")
                .isEqualTo(2);
        assertThat(scrape.value(theirs + "_sum", "upstream", "pg", "phase", "wait"))
                .isEqualTo(0.08);
        assertThat(
                        scrape.value(
                                theirs + "_bucket",
                                "upstream",
                                "pg",
                                "phase",
                                "wait",
                                "le",
                                "0.025"))
                .isZero();
        assertThat(
                        scrape.value(
                                theirs + "_bucket",
                                "upstream",
                                "pg",
                                "phase",
                                "wait",
                                "le",
                                "0.05"))
                .isEqualTo(2);
        assertThat(scrape.samples(ours).toString()).doesNotContain("client");
        assertThat(scrape.samples(theirs).toString()).doesNotContain("queue");
    }

    @Test
    void handshakesAreCountedByTheirEnd() {
        ListenerMetrics one = shards.worker(0).listener("db");
        ListenerMetrics two = shards.worker(1).listener("db");
        for (int i = 0; i < 5; i++) {
            one.handshakeBegun();
        }
        one.handshakeDone(false, TimeUnit.MILLISECONDS.toNanos(2));
        one.handshakeDone(true, TimeUnit.MILLISECONDS.toNanos(1));
        one.handshakeFailed();
        two.handshakeBegun();

        PrometheusText scrape = scrape();

        for (String result : List.of("full", "resumed", "failed")) {
            assertThat(
                            scrape.value(
                                    "faultline_tls_handshakes_total",
                                    "listener",
                                    "db",
                                    "result",
                                    result))
                    .as(result)
                    .isEqualTo(1);
        }
        assertThat(scrape.value("faultline_tls_handshakes_active", "listener", "db")).isEqualTo(3);
        assertThat(scrape.value("faultline_tls_handshake_duration_seconds_sum", "listener", "db"))
                .isEqualTo(0.003);
    }

    @Test
    void ofEachKindOfResourceTheFullestIsExportedAndWhatIsUnknownIsNot() {
        saturate();

        PrometheusText scrape = scrape();

        assertThat(saturated(scrape, "ratio", "L7", "loop")).isEqualTo(0.75);
        assertThat(saturated(scrape, "ratio", "L4", "source_ports")).isEqualTo(0.5);
        assertThat(saturated(scrape, "full_in_seconds", "L4", "source_ports"))
                .isCloseTo(2, Offset.offset(0.01));
        assertThat(scrape.samples("faultline_saturation_ratio")).hasSize(2);
        assertThat(scrape.samples("faultline_saturation_full_in_seconds")).hasSize(1);
        String[] overflows = {"layer", "L4", "event", "listen_overflows"};
        assertThat(scrape.value("faultline_host_events_total", overflows)).isEqualTo(37);
        assertThat(scrape.samples("faultline_host_events_total")).hasSize(1);
    }

    private static double saturated(
            PrometheusText scrape, String what, String layer, String resource) {
        return scrape.value("faultline_saturation_" + what, "layer", layer, "resource", resource);
    }

    @Test
    void certificatesBeyondTheFirstTwoHundredAreOneSeries() {
        for (int i = 0; i < 300; i++) {
            certificates.add(new CertificateLife("listener web", "n" + i, i - 0.5));
        }

        PrometheusText scrape = scrape();

        assertThat(days(scrape, "listener web", "n0")).isEqualTo(-0.5);
        assertThat(days(scrape, "listener web", "n199")).isEqualTo(198.5);
        assertThat(days(scrape, "(other)", "(other)")).isEqualTo(199.5);
    }

    private static double days(PrometheusText scrape, String usedBy, String certificate) {
        return scrape.value(
                "faultline_tls_certificate_days_left",
                "used_by",
                usedBy,
                "certificate",
                certificate);
    }

    @Test
    void loopsTellTheirLagAndHowBusyTheyAre() {
        shards.worker(1).loopLag(TimeUnit.MILLISECONDS.toNanos(30));
        shards.worker(1).runsOn(Thread.currentThread());

        PrometheusText scrape = scrape();

        assertThat(scrape.value("faultline_worker_loop_lag_seconds_sum")).isEqualTo(0.03);
        assertThat(scrape.samples("faultline_worker_cpu_seconds_total"))
                .singleElement() // the other worker has not started
                .satisfies(
                        sample -> {
                            assertThat(sample.labels()).containsEntry("worker", "1");
                            assertThat(sample.value()).isPositive();
                        });
    }

    @Test
    void faultsComeFromTheLedger() {
        faults.names(Set.of("db"), Set.of("pg"));
        Fault refused = Fault.of(TransportFault.CONNECT_REFUSED, Side.UPSTREAM, Stage.CONNECT);
        faults.record(refused, new FaultScope("db", "pg"), "10.0.0.1:80", 1);
        faults.record(refused, new FaultScope("db", "pg"), "10.0.0.1:80", 2);

        assertThat(
                        scrape().value(
                                        "faultline_faults_total",
                                        "layer",
                                        "L4",
                                        "code",
                                        "L4.CONNECT_REFUSED",
                                        "side",
                                        "upstream",
                                        "upstream",
                                        "pg"))
                .isEqualTo(2);
    }

    @Test
    void theProcessAndItsJvmAreThere() {
        PrometheusText scrape = scrape();

        assertThat(scrape.value("faultline_config_generation")).isEqualTo(7);
        assertThat(scrape.value("faultline_backlog_bytes")).isEqualTo(4_096);
        assertThat(
                        scrape.value(
                                "faultline_build_info",
                                "version",
                                "1.2.3",
                                "commit",
                                "abc",
                                "netty",
                                "4.2",
                                "jdk",
                                "25"))
                .isEqualTo(1);
        assertThat(scrape.families())
                .containsKeys(
                        "jvm_memory_used_bytes",
                        "jvm_threads_live_threads",
                        "process_files_open_files",
                        "process_uptime_seconds",
                        "process_cpu_seconds_total");
        assertThat(scrape.families()).doesNotContainKey("faultline_access_log_written_total");
    }

    @Test
    void everyMetricOfTheCatalogIsExportedAndNoOther(@TempDir Path dir) throws Exception {
        saturate();
        ListenerMetrics listener = shards.worker(0).listener("db");
        listener.opened();
        listener.denied(NetworkFault.ADDRESS_DENIED);
        listener.exchanged(200, 1_000);
        listener.handshakeBegun();
        listener.streamOpened();
        listener.spent(waited());
        certificates.add(new CertificateLife("listener db", "db.test", 30));
        shards.worker(0).upstream("pg").bytesUp(1);
        shards.worker(0).upstream("pg").spent(waited());
        shards.worker(0).upstream("pg").poolOpened();
        shards.worker(0).runsOn(Thread.currentThread());
        clusters.add(SampleUpstream.named("pg", 1));
        Fault reset = Fault.of(TransportFault.RESET, Side.CLIENT, Stage.RELAY);
        faults.record(reset, FaultScope.ofListener("db"), null, 1);
        log =
                AccessLog.start(
                        dir.resolve("log").toString(),
                        RecordFormat.json(),
                        16,
                        Ticker.system(),
                        InstantSource.system(),
                        sentence -> {});

        assertThat(scrape().families().keySet())
                .filteredOn(name -> name.startsWith("faultline_"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(Metric.values()).map(Metric::exportedName).toList());
        log.close(Duration.ofSeconds(10));
    }

    @Test
    void hostileNamesCannotBreakTheFormat() {
        shards.worker(0).listener("a\"b\\c\nd é").opened();

        assertThat(scrape().value("faultline_connections_total", "listener", "a\"b\\c\nd é"))
                .isEqualTo(1);
    }
}
