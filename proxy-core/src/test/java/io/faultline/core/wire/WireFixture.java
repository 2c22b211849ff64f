package io.faultline.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.wire.linux.LinuxTransport;
import io.faultline.core.worker.Worker.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A wire under test, with a real peer, and memory that must all come back. */
abstract class WireFixture {

    private final Kind kind;
    WireBench bench;

    WireFixture(Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    protected void start() throws Exception {
        assumeTrue(kind != Kind.EPOLL || LinuxTransport.isAvailable(), "no epoll on this system");
        bench = bench(kind);
    }

    /** Overridden by wires that stand on others. */
    protected WireBench bench(Kind kind) throws Exception {
        return new WireBench(kind);
    }

    @AfterEach
    protected void stop() throws Exception {
        assertThat(bench.worker.chunks().lentBytes()).as("memory that was not given back").isZero();
        bench.close();
    }

    final void start(Wire wire, WireReader reader) throws Exception {
        bench.onLoop(
                () -> {
                    wire.reader(reader);
                    wire.resumeReading();
                });
    }
}
