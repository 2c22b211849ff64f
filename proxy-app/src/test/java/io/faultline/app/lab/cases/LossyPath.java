package io.faultline.app.lab.cases;

import io.faultline.app.lab.bench.Bench;
import io.faultline.testkit.net.OriginConnection;
import java.io.IOException;

/** A way on which one segment of seven is lost, in both directions: slow, and nothing worse. */
public final class LossyPath {

    public static final String NAME = "lossy-path";

    private static final String LOSS = "numgen random mod 7 == 0 drop";

    private LossyPath() {}

    public static void on(Bench bench) {
        var origin = bench.origin(LossyPath::answerEach);
        bench.hosts().onTheWayTo(origin.port(), LOSS);
        bench.hosts().onTheWayBackFrom(origin.port(), LOSS);
        bench.forward(origin.hostPort(), "connect: { timeout: 10s, attempts: 1 }");
    }

    private static void answerEach(OriginConnection connection) throws IOException {
        while (connection.read(new byte[4096]) >= 0) {
            connection.write(ConnectionCases.EMPTY_ANSWER);
        }
    }
}
