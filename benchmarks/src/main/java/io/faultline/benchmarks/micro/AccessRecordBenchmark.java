package io.faultline.benchmarks.micro;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.observe.access.Attempt;
import io.faultline.core.observe.access.HttpFacts;
import io.faultline.core.observe.access.LayerTimes;
import io.faultline.core.observe.access.LogTemplate;
import io.faultline.core.observe.access.Provenance;
import io.faultline.core.observe.access.RecordFormat;
import io.faultline.core.observe.access.SessionRecord;
import io.faultline.core.observe.access.SessionTimings;
import io.faultline.core.observe.text.Utf8Buffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The access log, one exchange over HTTP: making the record, which the worker pays for, and writing it as a line, which the log's own thread does.
 * Not measured: the queue between the two, and the disk.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AccessRecordBenchmark {

    private static final long START = 1_795_315_937_379L;

    private final PeerAddress client = PeerAddress.ofV4(0xC0000207, 50_122);
    private final Utf8Buffer out = new Utf8Buffer(4 * 1024);
    private final RecordFormat json = RecordFormat.json();
    private final RecordFormat combined = RecordFormat.combined();
    private final RecordFormat text = RecordFormat.text(LogTemplate.DEFAULT);
    private final SessionRecord made = record();
    private long id;

    /** What the worker does. */
    @Benchmark
    public SessionRecord record() {
        id++;
        var timings =
                new SessionTimings(
                        12,
                        3,
                        0,
                        0,
                        0,
                        Provenance.REUSED,
                        600,
                        1_500,
                        2_345,
                        LayerTimes.NONE,
                        Provenance.NONE,
                        Provenance.NONE);
        var http =
                new HttpFacts(
                        "GET",
                        "/products/list?category=shoes&page=2",
                        "1.1",
                        0,
                        "shop.example",
                        200,
                        "0123456789abcdef",
                        "products",
                        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)",
                        "https://shop.example/products",
                        null,
                        null,
                        null);
        return new SessionRecord(
                id,
                START,
                "web",
                client,
                null,
                null,
                null,
                "shop",
                "10.0.1.2:8080",
                List.of(new Attempt("10.0.1.2:8080", 15, 1_450, null)),
                null,
                null,
                640,
                5_120,
                timings,
                null,
                null,
                http,
                1);
    }

    @Benchmark
    public Utf8Buffer asJson() {
        return written(json);
    }

    @Benchmark
    public Utf8Buffer asCombined() {
        return written(combined);
    }

    @Benchmark
    public Utf8Buffer asText() {
        return written(text);
    }

    private Utf8Buffer written(RecordFormat format) {
        out.truncate(0);
        format.write(made, out);
        return out;
    }
}
