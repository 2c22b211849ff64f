package io.faultline.app.lab.cases;

import io.faultline.app.lab.bench.Bench;
import io.faultline.testkit.net.OriginConnection;
import java.io.IOException;

/** Packets that wait on the way back, each for the ones before it: nothing is lost, all of it is late. */
public final class DelayedPath {

    public static final String NAME = "delayed-path";

    /** A SYN-ACK of 74 bytes takes 37 ms. */
    private static final String RATE = "16kbit";

    private DelayedPath() {}

    /** Every request on a connection of its own. */
    public static void on(Bench bench) {
        var origin = bench.origin(DelayedPath::answerEach);
        bench.hosts().slowBackFrom(origin.port(), RATE);
        bench.forward(
                origin.hostPort(),
                "pool: { requestsPerConnection: 1 }, connect: { timeout: 10s, attempts: 1 }");
    }

    private static void answerEach(OriginConnection connection) throws IOException {
        while (connection.read(new byte[4096]) >= 0) {
            connection.write(ConnectionCases.EMPTY_ANSWER);
        }
    }
}
