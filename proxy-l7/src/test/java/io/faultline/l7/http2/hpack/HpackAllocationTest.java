package io.faultline.l7.http2.hpack;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.faultline.l7.message.Fields;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Heads that differ each time, decoded and encoded again, leave nothing for the collector. */
class HpackAllocationTest {

    private static final int HEADS = 2_000;

    private final List<byte[]> blocks = new ArrayList<>();
    private final Fields fields = new Fields();
    private final HpackDecoder decoder = new HpackDecoder(4096, 1 << 16, 100);
    private final HpackBlock block = new HpackBlock();
    private final HpackEncoder encoder = new HpackEncoder(block);

    @Test
    void decodingAndEncodingAllocateNothing() {
        var heads = new RandomHeads(1);
        var peer = new HpackBlock();
        var peerEncoder = new HpackEncoder(peer);
        for (int i = 0; i < HEADS; i++) {
            HpackDifferentialTest.write(peerEncoder, heads.next());
            blocks.add(java.util.Arrays.copyOf(peer.bytes(), peer.length()));
        }
        run(); // the first ones load classes and grow arrays,
        run(); // and begin with empty tables

        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long written = run();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(written).isPositive();
        // What the measurement itself allocates is far less than one object per head.
        assertThat(allocated).isLessThan(HEADS);
    }

    /** The blocks begin with an empty table; what an earlier run left in it does no harm. */
    private long run() {
        long written = 0;
        for (byte[] head : blocks) {
            fields.clear();
            if (decoder.decode(head, 0, head.length, fields) != HpackError.NONE) {
                throw new AssertionError("a block was refused");
            }
            encoder.begin();
            encoder.status(200);
            encoder.fields(fields);
            encoder.contentLength(written);
            written += block.length();
        }
        return written;
    }
}
