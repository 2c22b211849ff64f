package io.faultline.benchmarks.micro.http;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.source.ConfigException;
import io.faultline.l7.config.EncodedSlash;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.path.PathNormalizer;
import io.faultline.l7.regex.Captures;
import io.faultline.l7.route.Route;
import io.faultline.l7.route.RouteTable;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.route.action.Rewrite;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * What a route does to a request on its way: nothing, or its fields edited and its path rewritten. The making of the head is in the time of both, for
 * each pass needs a fresh one; the difference is the chain. Not measured: finding the route ({@link RouteMatchBenchmark}), and the balancer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilterChainBenchmark {

    /** How much there is to do. */
    public enum Chain {
        NOTHING(""),
        FIELDS(
                ", requestHeaders: { set: { X-Api: \"2\", X-Team: shop }, remove: [X-Debug, Cookie] }"),
        FIELDS_AND_PATH(FIELDS.keys + ", rewrite: { pathPrefix: /v2, host: api.internal }");

        private final String keys;

        Chain(String keys) {
            this.keys = keys;
        }
    }

    private static final byte[] GET = Ascii.bytes("GET");
    private static final byte[] HOST = Ascii.bytes("shop.example");
    private static final byte[] PATH = Ascii.bytes("/api/products/list");
    private static final byte[][] FIELDS = {
        Ascii.bytes("Host"), HOST,
        Ascii.bytes("User-Agent"), Ascii.bytes("benchmark/1.0"),
        Ascii.bytes("Accept"), Ascii.bytes("*/*"),
        Ascii.bytes("X-Debug"), Ascii.bytes("1"),
        Ascii.bytes("Cookie"), Ascii.bytes("session=5f2b1c9e8d7a; theme=dark"),
    };

    @Param public Chain chain = Chain.NOTHING;

    private final RequestHead head = new RequestHead();
    private final PathNormalizer paths = new PathNormalizer(EncodedSlash.KEEP);
    private final Captures captures = new Captures();
    private Route route;

    @Setup(Level.Trial)
    public void prepare() throws ConfigException {
        var yaml =
                """
                listeners:
                  - name: web
                    bind: 127.0.0.1:0
                    http: { routes: [{ match: { path: /api }, to: u%s }] }
                upstreams: { u: { endpoints: ["127.0.0.1:1"] } }
                """
                        .formatted(chain.keys);
        var loaded =
                ConfigLoader.parse(
                        "bench.yaml", yaml, Map.of("http", HttpConfig.class), name -> null);
        var http = (HttpConfig) loaded.config().listeners().getFirst().protocol().settings();
        var found =
                RouteTable.of(http, loaded.origins())
                        .match(request(), PeerAddress.ofV4(0xc0000207, 4000));
        if (found == null) {
            throw new IllegalStateException("no route");
        }
        route = found;
    }

    @Benchmark
    public RequestHead apply() {
        var request = request();
        if (route.action() instanceof Forward forward) {
            Rewrite rewrite = forward.rewrite();
            if (rewrite != null) {
                rewrite.apply(request, paths, captures);
            }
        }
        route.requestEdits().apply(request.fields());
        return request;
    }

    private RequestHead request() {
        var fields = head.fields();
        fields.clear();
        int at = fields.append(GET);
        head.method(at, at + GET.length);
        at = fields.append(HOST);
        head.authority(at, at + HOST.length);
        at = fields.append(PATH);
        head.path(at, at + PATH.length);
        head.query(-1, -1);
        for (int i = 0; i < FIELDS.length; i += 2) {
            fields.add(FIELDS[i], FIELDS[i + 1]);
        }
        return head;
    }
}
