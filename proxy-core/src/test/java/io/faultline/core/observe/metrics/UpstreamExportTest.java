package io.faultline.core.observe.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.fault.TransportFault;
import io.faultline.core.upstream.Endpoint;
import io.faultline.testkit.text.PrometheusText;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UpstreamExportTest extends ExportFixture {

    @Test
    void connectsAreToldByOutcome() {
        shards.worker(0).upstream("pg").connected(TimeUnit.SECONDS.toNanos(11));
        shards.worker(1).upstream("pg").connectFailed(TransportFault.CONNECT_REFUSED);

        PrometheusText scrape = scrape();

        String name = "faultline_upstream_connects_total";
        assertThat(scrape.value(name, "upstream", "pg", "outcome", "ok")).isEqualTo(1);
        assertThat(scrape.value(name, "upstream", "pg", "outcome", "L4.CONNECT_REFUSED"))
                .isEqualTo(1);
        String duration = "faultline_upstream_connect_duration_seconds_bucket";
        assertThat(scrape.value(duration, "upstream", "pg", "le", "10.0")).isZero();
        assertThat(scrape.value(duration, "upstream", "pg", "le", "+Inf")).isEqualTo(1);
    }

    @Test
    void anEndpointsStateIsOneOfAll() {
        clusters.add(SampleUpstream.named("pg", 2));
        Endpoint first = clusters.getFirst().endpoints().entries().getFirst().endpoint();
        first.acquire();
        first.connectSucceeded();

        PrometheusText scrape = scrape();

        String[] drained = {"upstream", "pg", "endpoint", "10.0.0.2:80", "state", "draining"};
        assertThat(scrape.value("faultline_upstream_endpoint_state", drained)).isEqualTo(1);
        assertThat(scrape.samples("faultline_upstream_endpoint_state"))
                .hasSize(16)
                .filteredOn(sample -> sample.value() == 1)
                .extracting(sample -> sample.labels().get("state"))
                .containsExactlyInAnyOrder("up", "draining");
        String[] up = {"upstream", "pg", "endpoint", "10.0.0.1:80"};
        assertThat(scrape.value("faultline_upstream_endpoint_weight", up)).isEqualTo(2);
        assertThat(scrape.value("faultline_upstream_endpoint_connections_active", up)).isEqualTo(1);
        assertThat(scrape.value("faultline_upstream_connections_active", "upstream", "pg"))
                .isEqualTo(1);
        assertThat(
                        scrape.value(
                                "faultline_upstream_endpoint_weight",
                                "upstream",
                                "pg",
                                "endpoint",
                                "10.0.0.2:80"))
                .isZero();
        first.release();
    }

    @Test
    void endpointsBeyondTheBoundShareOneLabel() {
        clusters.add(SampleUpstream.named("farm", 512));

        PrometheusText scrape = scrape();

        assertThat(scrape.samples("faultline_upstream_endpoint_weight")).hasSize(501);
        assertThat(
                        scrape.value(
                                "faultline_upstream_endpoint_weight",
                                "upstream",
                                "farm",
                                "endpoint",
                                "(other)"))
                .isEqualTo(24);
        assertThat(scrape.value("faultline_upstream_endpoints_folded", "upstream", "farm"))
                .isEqualTo(12);
        assertThat(scrape.value("faultline_upstream_endpoints", "upstream", "farm", "state", "up"))
                .isEqualTo(511);
    }
}
