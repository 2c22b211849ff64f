package io.faultline.l7.downstream;

import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpBench;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.TestCertificates;
import io.faultline.l7.http2.rfc9113.Transport;
import io.faultline.testkit.leak.LeakGuard;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What must hold of HTTP/2 in clear text and over TLS: each test runs once over each. */
@ExtendWith(LeakGuard.class)
@ParameterizedClass(name = "{0}")
@EnumSource(Transport.class)
abstract class BothTransports {

    private static TestCertificates files;

    @Parameter Transport transport = Transport.CLEAR;

    @BeforeAll
    static void certificates(@TempDir Path folder) {
        files = new TestCertificates(folder);
    }

    HttpBench before(HttpOrigin origin) {
        return bench("", origin);
    }

    /** @param http more keys of the http section, as flow YAML */
    HttpBench bench(String http, HttpOrigin origin) {
        return bench(http, "", origin);
    }

    /** @param more sections of the configuration besides listeners and upstreams */
    HttpBench bench(String http, String more, HttpOrigin origin) {
        return bench(http, more, origin, "{ to: shop }");
    }

    HttpBench bench(String http, String more, HttpOrigin origin, String routes) {
        String config =
                transport == Transport.CLEAR
                        ? HttpBench.config(http, "", origin.hostPort())
                        : files.config("", http, origin.hostPort());
        return HttpBench.start(config.replace("{ to: shop }", routes) + more);
    }

    /** A connection on which nothing was said. */
    Http2Peer connect(HttpBench bench) {
        return transport == Transport.CLEAR
                ? Http2Peer.connect(bench)
                : Http2Peer.connect(bench, files.trusting());
    }
}
