package io.faultline.app.lab.cases;

import io.faultline.app.lab.bench.Bench;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;

/** Nothing is broken: what every diagnosis is compared with. */
public final class HealthyWay {

    public static final String NAME = "healthy-way";

    private HealthyWay() {}

    /** @return its endpoint */
    public static ScriptedOrigin on(Bench bench) {
        var origin = bench.origin(HealthyWay::answerEach);
        bench.forward(origin.hostPort());
        return origin;
    }

    private static void answerEach(OriginConnection connection) throws IOException {
        while (connection.read(new byte[4096]) >= 0) {
            connection.write(ConnectionCases.EMPTY_ANSWER);
        }
    }
}
