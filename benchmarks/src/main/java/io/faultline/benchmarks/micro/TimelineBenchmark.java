package io.faultline.benchmarks.micro;

import io.faultline.core.timing.LoopTurn;
import io.faultline.core.timing.Mark;
import io.faultline.core.timing.Phase;
import io.faultline.core.timing.Ticker;
import io.faultline.core.timing.Timeline;
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

/** What a session's timings cost it. Marking must not allocate; reading the clock is most of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimelineBenchmark {

    private static final Mark[] MARKS = Mark.values();

    private final Ticker ticker = Ticker.system();
    private final Timeline timeline = new Timeline(new LoopTurn(ticker));
    private long now;

    /** One mark at a time that is already known. */
    @Benchmark
    public Timeline mark() {
        timeline.mark(Mark.CONNECTED, now++);
        return timeline;
    }

    /** A change of phase whose time is known. */
    @Benchmark
    public Timeline enter() {
        timeline.enter(Phase.WAIT, now++);
        return timeline;
    }

    /** All marks of a session, each with its own look at the clock. */
    @Benchmark
    public long wholeSession() {
        for (var mark : MARKS) {
            timeline.mark(mark, ticker.nanos());
        }
        return timeline.between(Mark.ACCEPTED, Mark.CLOSED);
    }
}
