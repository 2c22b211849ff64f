package io.faultline.l7.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.http2.frame.FrameReader;
import io.faultline.testkit.leak.LeakGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Without TLS nobody is asked what he speaks: the first bytes tell. */
@ExtendWith(LeakGuard.class)
class VersionSniffIT {

    @Test
    void aMethodThatBeginsLikeThePrefaceIsHttp1() {
        try (var origin = HttpOrigin.saying("hello");
                var bench = HttpBench.before(origin);
                var client = bench.connect()) {
            client.send("P").send("R").send("OPFIND / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.readLine()).contains("200");
            assertThat(origin.requests().getFirst()).startsWith("PROPFIND / HTTP/1.1\r\n");
        }
    }

    @Test
    void switchedOffThePrefaceIsABadRequest() {
        try (var origin = HttpOrigin.saying("hello");
                var bench =
                        HttpBench.start(
                                HttpBench.config(
                                        "http2: { enabled: false }", "", origin.hostPort()));
                var client = bench.connect()) {
            client.send(FrameReader.preface());
            assertThat(client.readLine()).contains("400");
        }
    }
}
