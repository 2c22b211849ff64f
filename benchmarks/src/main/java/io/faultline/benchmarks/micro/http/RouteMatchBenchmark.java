package io.faultline.benchmarks.micro.http;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.Route;
import io.faultline.l7.route.RouteTable;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Who takes a request, among this many routes: a third each exact, prefix and regular expression, on
 * several hosts. Every request pays for it. Eight different requests, so that it is the structure that
 * is measured and not how much of it the caches hold.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RouteMatchBenchmark {

    private static final int REQUESTS = 8;

    @Param({"10", "1000", "10000"})
    int routes;

    private final PeerAddress client = PeerAddress.ofV4(0xc0000207, 4000);
    private RouteTable table;
    private final RequestHead[] exact = new RequestHead[REQUESTS];
    private final RequestHead[] prefix = new RequestHead[REQUESTS];
    private final RequestHead[] regex = new RequestHead[REQUESTS];
    private int next;

    @Setup(Level.Trial)
    public void prepare() throws ConfigException {
        var yaml = new StringBuilder();
        yaml.append("listeners:\n  - name: web\n    bind: 127.0.0.1:0\n    http:\n      routes:\n");
        for (int i = 0; i < routes; i++) {
            String match =
                    switch (i % 3) {
                        case 0 -> "pathExact: /exact/page" + number(i);
                        case 1 -> "path: /prefix/area" + number(i);
                        default -> "pathRegex: \"/regex" + number(i) + "/[0-9]+/.*\"";
                    };
            String host = i % 2 == 0 ? "shop.example.com" : "*.example.com";
            yaml.append(
                    "        - { match: { host: \"%s\", %s }, to: u }\n".formatted(host, match));
        }
        yaml.append("        - to: u\nupstreams: { u: { endpoints: [127.0.0.1:1] } }\n");
        LoadedConfig loaded =
                ConfigLoader.parse(
                        "bench.yaml",
                        yaml.toString(),
                        Map.of("http", HttpConfig.class),
                        name -> null);
        var http = (HttpConfig) loaded.config().listeners().getFirst().protocol().settings();
        table = RouteTable.of(http, loaded.origins());
        for (int i = 0; i < REQUESTS; i++) {
            int route = (routes - 3) / REQUESTS * i / 3 * 3;
            exact[i] = request("/exact/page" + number(route));
            prefix[i] = request("/prefix/area" + number(route + 1) + "/a/b/item.html");
            regex[i] = request("/regex" + number(route + 2) + "/4711/a/b/item.html");
        }
    }

    @Benchmark
    public @Nullable Route exactPath() {
        return table.match(exact[next++ & REQUESTS - 1], client);
    }

    @Benchmark
    public @Nullable Route pathPrefix() {
        return table.match(prefix[next++ & REQUESTS - 1], client);
    }

    @Benchmark
    public @Nullable Route pathRegex() {
        return table.match(regex[next++ & REQUESTS - 1], client);
    }

    /** Of one width, or the paths of larger tables would be longer. */
    private static String number(int route) {
        return "%05d".formatted(route);
    }

    private static RequestHead request(String path) {
        var head = new RequestHead();
        String host = "shop.example.com";
        int at = head.fields().append(Ascii.bytes("GET"));
        head.method(at, at + 3);
        at = head.fields().append(Ascii.bytes(host));
        head.authority(at, at + host.length());
        at = head.fields().append(Ascii.bytes(path));
        head.path(at, at + path.length());
        head.query(-1, -1);
        return head;
    }
}
