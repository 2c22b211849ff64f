package io.faultline.l7.downstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.faultline.l7.Http2Peer;
import io.faultline.l7.HttpOrigin;
import io.faultline.l7.http2.frame.FrameType;
import io.faultline.testkit.net.OriginConnection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a request over HTTP/2 and its answer leave for the collector, all of the proxy counted, once everything has been used before. */
class Http2AllocationIT extends BothTransports {

    /** RFC 9113 has nothing to say about it, but everybody who is on the same machine. */
    private static final long MOST_BYTES = 256;

    private static final int WARM = 3_000;
    private static final int MEASURED = 3_000;

    private static final byte[] ANSWER =
            HttpOrigin.ok("0123456789".repeat(10))
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    /** Requests have no body, and each comes in one piece: that is all this looks at. */
    private static void answerAll(OriginConnection connection) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        int state = 0;
        int count;
        while ((count = connection.read(buffer)) > 0) {
            for (int i = 0; i < count; i++) {
                state = buffer[i] == (state % 2 == 0 ? '\r' : '\n') ? state + 1 : 0;
                if (state == 4) {
                    connection.write(ANSWER, ANSWER.length);
                    state = 0;
                }
            }
        }
    }

    @Test
    void aStreamLeavesNextToNothing() {
        Set<Long> before = workers();
        try (var origin = HttpOrigin.behaving(Http2AllocationIT::answerAll);
                var bench = before(origin);
                var client = connect(bench).greet()) {
            long worker =
                    workers().stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            int stream = exchange(client, 1, WARM);
            long allocated = threads.getThreadAllocatedBytes(worker);
            exchange(client, stream, MEASURED);
            long each = (threads.getThreadAllocatedBytes(worker) - allocated) / MEASURED;
            assertThat(each).isLessThanOrEqualTo(MOST_BYTES);
        }
    }

    /** Or a thousand of them, once they were large, would stay so: the memory is made anew each time. */
    @Test
    void headsOfUnusualSizeAreNotKept() {
        Set<Long> before = workers();
        try (var origin = HttpOrigin.behaving(Http2AllocationIT::answerAll);
                var bench = before(origin);
                var client = connect(bench).greet()) {
            long worker =
                    workers().stream().filter(id -> !before.contains(id)).findFirst().orElseThrow();
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            byte[] head = Http2Peer.head("GET", "/well", large());
            int stream = exchange(client, 1, 20, head);
            long allocated = threads.getThreadAllocatedBytes(worker);
            exchange(client, stream, 20, head);
            long each = (threads.getThreadAllocatedBytes(worker) - allocated) / 20;
            assertThat(each).isGreaterThan(head.length);
        }
    }

    private static String[] large() {
        var fields = new String[2 * 90];
        for (int i = 0; i < 90; i++) {
            fields[2 * i] = "x-large-" + i;
            fields[2 * i + 1] = "y".repeat(126);
        }
        return fields;
    }

    private static Set<Long> workers() {
        return Arrays.stream(ManagementFactory.getThreadMXBean().dumpAllThreads(false, false))
                .filter(thread -> thread.getThreadName().startsWith("worker-"))
                .map(ThreadInfo::getThreadId)
                .collect(Collectors.toSet());
    }

    private static int exchange(Http2Peer client, int first, int count) {
        byte[] head = Http2Peer.head("GET", "/well", "user-agent", "test/1.0", "accept", "*/*");
        return exchange(client, first, count, head);
    }

    private static int exchange(Http2Peer client, int first, int count, byte[] head) {
        int stream = first;
        for (int i = 0; i < count; i++, stream += 2) {
            client.frame(
                    FrameType.HEADERS, FrameType.END_HEADERS | FrameType.END_STREAM, stream, head);
            int of = stream;
            client.await(frame -> frame.is(FrameType.DATA, of) && frame.endsStream());
            client.open(0, 100);
        }
        return stream;
    }
}
