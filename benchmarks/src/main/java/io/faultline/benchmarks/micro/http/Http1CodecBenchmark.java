package io.faultline.benchmarks.micro.http;

import io.faultline.core.wire.Chunk;
import io.faultline.l7.http1.HeadLimits;
import io.faultline.l7.http1.HeadWriter;
import io.faultline.l7.http1.Parsed;
import io.faultline.l7.http1.RequestParser;
import io.faultline.l7.http1.ResponseParser;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.HttpVersion;
import io.faultline.l7.message.Method;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.wire.Outbox;
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

/** What HTTP/1.1 itself costs per exchange: heads read under all rules, and written again. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class Http1CodecBenchmark {

    /** What kind of client asks. */
    public enum Client {
        SMALL,
        BROWSER,
        LARGE // the most that the limits let through, near enough
    }

    private static final String SMALL = "GET /x HTTP/1.1\r\nHost: shop.example\r\n\r\n";

    private static final String BROWSER =
            """
            GET /products/list?category=shoes&page=2 HTTP/1.1
            Host: shop.example
            Connection: keep-alive
            sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"
            sec-ch-ua-mobile: ?0
            sec-ch-ua-platform: "Linux"
            Upgrade-Insecure-Requests: 1
            User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
            Sec-Fetch-Site: same-origin
            Sec-Fetch-Mode: navigate
            Sec-Fetch-Dest: document
            Referer: https://shop.example/products
            Accept-Encoding: gzip, deflate, br, zstd
            Accept-Language: en-GB,en;q=0.9,de;q=0.8
            Cookie: session=5f2b1c9e8d7a; theme=dark

            """
                    .replace("\n", "\r\n");

    private static final String RESPONSE =
            """
            HTTP/1.1 200 OK
            Date: Sat, 21 Nov 2026 12:00:00 GMT
            Server: shop/1.4
            Content-Type: text/html; charset=utf-8
            Content-Length: 10240
            Cache-Control: private, max-age=0
            Vary: Accept-Encoding
            ETag: "33a64df551425fcc55e4d42a148795d9f25f89d4"

            """
                    .replace("\n", "\r\n");

    @Param public Client client = Client.SMALL;

    private final RequestParser requests = new RequestParser(HeadLimits.DEFAULTS);
    private final ResponseParser responses = new ResponseParser(HeadLimits.DEFAULTS);
    private final RequestHead request = new RequestHead();
    private final ResponseHead response = new ResponseHead();
    private final Outbox out = new Outbox(turn -> {});

    private Chunk requestBytes = Chunk.allocate(1);
    private Chunk responseBytes = Chunk.allocate(1);

    @Setup(Level.Trial)
    public void prepare() {
        requestBytes =
                chunk(
                        switch (client) {
                            case SMALL -> SMALL;
                            case BROWSER -> BROWSER;
                            case LARGE -> large();
                        });
        responseBytes = chunk(RESPONSE);
        readRequest();
        readResponse();
        if (requests.outcome() != Parsed.COMPLETE || responses.outcome() != Parsed.COMPLETE) {
            throw new IllegalStateException("a head of this benchmark breaks a rule");
        }
    }

    private static String large() {
        var head = new StringBuilder(BROWSER.strip()).append("\r\n");
        for (int i = 0; head.length() < 31_000; i++) {
            head.append("X-Large-").append(i).append(": ").append("v".repeat(380)).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private static Chunk chunk(String text) {
        Chunk chunk = Chunk.allocate(text.length());
        chunk.buffer().put(0, Ascii.bytes(text));
        return chunk;
    }

    @Benchmark
    public RequestHead readRequest() {
        requests.reset();
        requests.feed(requestBytes, 0, requestBytes.capacity(), request);
        return request;
    }

    @Benchmark
    public int writeRequest() {
        HeadWriter.request(request, out);
        int length = out.length();
        out.drop();
        return length;
    }

    @Benchmark
    public ResponseHead readResponse() {
        responses.reset(Method.GET);
        responses.feed(responseBytes, 0, responseBytes.capacity(), response);
        return response;
    }

    @Benchmark
    public int writeResponse() {
        HeadWriter.response(response, HttpVersion.HTTP_1_1, out);
        int length = out.length();
        out.drop();
        return length;
    }
}
