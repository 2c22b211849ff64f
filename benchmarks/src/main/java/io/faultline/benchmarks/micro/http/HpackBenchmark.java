package io.faultline.benchmarks.micro.http;

import io.faultline.l7.http2.hpack.HpackBlock;
import io.faultline.l7.http2.hpack.HpackDecoder;
import io.faultline.l7.http2.hpack.HpackEncoder;
import io.faultline.l7.http2.hpack.HpackError;
import io.faultline.l7.http2.hpack.PseudoField;
import io.faultline.l7.message.Ascii;
import io.faultline.l7.message.Fields;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What header compression costs per head: a browser's first request on a connection, where nearly all is literal and
 * coded; its later ones, where nearly all comes from the table; and the answers to them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HpackBenchmark {

    private static final String BROWSER =
            """
            sec-ch-ua: "Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"
            sec-ch-ua-mobile: ?0
            sec-ch-ua-platform: "Linux"
            upgrade-insecure-requests: 1
            user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36
            accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8
            sec-fetch-site: same-origin
            sec-fetch-mode: navigate
            sec-fetch-dest: document
            referer: https://shop.example/products
            accept-encoding: gzip, deflate, br, zstd
            accept-language: en-GB,en;q=0.9,de;q=0.8
            cookie: session=5f2b1c9e8d7a; theme=dark
            """;

    private static final String RESPONSE =
            """
            date: Sat, 21 Nov 2026 12:00:00 GMT
            server: shop/1.4
            content-type: text/html; charset=utf-8
            cache-control: private, max-age=0
            vary: Accept-Encoding
            etag: "33a64df551425fcc55e4d42a148795d9f25f89d4"
            """;

    private static final byte[] AUTHORITY = Ascii.bytes("shop.example");
    private static final byte[] PATH = Ascii.bytes("/products/list?category=shoes&page=2");
    private static final int QUERY = 15;
    private static final int WARM = 3; // what comes a second time gets an entry

    private final HpackDecoder first = new HpackDecoder(4096, 32 * 1024, 100);
    private final HpackDecoder later = new HpackDecoder(4096, 32 * 1024, 100);
    private final HpackBlock block = new HpackBlock();
    private final HpackEncoder same = new HpackEncoder(block);
    private final HpackEncoder changing = new HpackEncoder(block);
    private final Fields decoded = new Fields();
    private final Fields response = fields(RESPONSE);

    private byte[] firstBlock = new byte[0];
    private byte[] laterBlock = new byte[0];
    private int etag;
    private int counter;

    @Setup(Level.Trial)
    public void prepare() {
        var encoder = new HpackEncoder(block);
        Fields browser = fields(BROWSER);
        for (int time = 0; time <= WARM; time++) {
            request(encoder, browser);
            if (time == 0) {
                firstBlock = Arrays.copyOf(block.bytes(), block.length());
            }
            laterBlock = Arrays.copyOf(block.bytes(), block.length());
            decode(later, laterBlock);
        }
        decode(first, firstBlock);
        etag = response.valueEnd(response.count() - 1) - 2;
    }

    private static Fields fields(String lines) {
        var fields = new Fields();
        fields.clear();
        lines.lines()
                .forEach(
                        line -> {
                            int colon = line.indexOf(':');
                            fields.add(
                                    Ascii.bytes(line.substring(0, colon)),
                                    Ascii.bytes(line.substring(colon + 2)));
                        });
        return fields;
    }

    private static void request(HpackEncoder encoder, Fields fields) {
        encoder.begin();
        encoder.method(Ascii.bytes("GET"), 0, 3);
        encoder.scheme(true);
        encoder.pseudo(PseudoField.AUTHORITY, AUTHORITY, 0, AUTHORITY.length);
        encoder.path(PATH, 0, QUERY - 1, QUERY, PATH.length);
        encoder.fields(fields);
    }

    private void decode(HpackDecoder decoder, byte[] bytes) {
        decoded.clear();
        if (decoder.decode(bytes, 0, bytes.length, decoded) != HpackError.NONE) {
            throw new IllegalStateException("a block of this benchmark is refused");
        }
    }

    @Benchmark
    public Fields decodeFirstRequest() {
        decode(first, firstBlock);
        return decoded;
    }

    @Benchmark
    public Fields decodeLaterRequest() {
        decode(later, laterBlock);
        return decoded;
    }

    @Benchmark
    public int encodeSameResponse() {
        return encode(same);
    }

    /** Each has an etag of its own, which must not push out the others. */
    @Benchmark
    public int encodeChangingResponse() {
        byte[] bytes = response.bytes();
        bytes[etag] = (byte) ('0' + (++counter & 7));
        bytes[etag - 1] = (byte) ('0' + (counter >>> 3 & 7));
        bytes[etag - 2] = (byte) ('0' + (counter >>> 6 & 7));
        return encode(changing);
    }

    private int encode(HpackEncoder encoder) {
        encoder.begin();
        encoder.status(200);
        encoder.fields(response);
        encoder.contentLength(10_240);
        return block.length();
    }
}
