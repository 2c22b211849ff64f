package io.faultline.benchmarks.micro.memory;

import io.faultline.core.wire.Chunk;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;

/** Who answers behind the server. */
public final class Endpoints {

    private static final byte[] END = {'\r', '\n', '\r', '\n'};

    private Endpoints() {}

    /** Sends back what comes. */
    public static WireReader echo() {
        return (Reader) Wire::write;
    }

    /** Answers each head of HTTP/1.1 with the same small answer; requests have no bodies. */
    public static WireReader http() {
        return new Answering();
    }

    private static final class Answering implements Reader {

        private static final Bytes ANSWER =
                Bytes.of(
                        "HTTP/1.1 200 OK\r\nDate: Sun, 22 Nov 2026 12:00:00 GMT\r\nServer: memory\r\n"
                                + "Content-Type: text/plain\r\nContent-Length: 100\r\n\r\n"
                                + "y".repeat(100));

        private int matched;

        @Override
        public void onBytes(Wire wire, Chunk chunk, int from, int to) {
            for (int i = from; i < to; i++) {
                byte next = chunk.at(i);
                matched = next == END[matched] ? matched + 1 : next == END[0] ? 1 : 0;
                if (matched == END.length) {
                    matched = 0;
                    ANSWER.sendTo(wire);
                }
            }
        }
    }
}
