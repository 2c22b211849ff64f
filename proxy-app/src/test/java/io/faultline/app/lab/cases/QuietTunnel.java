package io.faultline.app.lab.cases;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.lab.bench.Bench;
import io.faultline.app.lab.bench.LabCase.Provocation;
import io.faultline.app.lab.net.ForgetfulNat;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.RawClient;
import java.time.Duration;

/** A WebSocket on which nobody speaks for longer than a NAT of 30 seconds remembers, in real time. */
public final class QuietTunnel {

    public static final String NAME = "quiet-tunnel";

    private static final int NAT_SECONDS = 30;
    private static final Duration QUIET = Duration.ofSeconds(NAT_SECONDS + 15);

    private QuietTunnel() {}

    public static Provocation on(Bench bench) {
        var origin = bench.origin(ConnectionCases::upgrade);
        var nat = ForgetfulNat.before(bench.hosts(), origin.port());
        bench.http().to(origin.hostPort());
        return subject -> {
            bench.keep(nat.forgetsAfter(NAT_SECONDS));
            RawClient client = StoryCases.chat(subject);
            OriginConnection endpoint = origin.awaitConnection(1);
            long before = endpoint.receivedBytes();
            beQuiet(nat);
            client.send("still there?");
            endpoint.awaitReceived(before + 1);
            return "";
        };
    }

    private static void beQuiet(ForgetfulNat nat) {
        long began = System.nanoTime();
        Eventually.until(
                "the silence to be over",
                QUIET.plusSeconds(15),
                () -> {
                    assertThat(nat.remembers()).as("our kernel probes every 15 s").isTrue();
                    return System.nanoTime() - began > QUIET.toNanos();
                });
    }
}
