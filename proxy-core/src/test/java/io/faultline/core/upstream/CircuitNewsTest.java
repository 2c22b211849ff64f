package io.faultline.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.runtime.upstream.OperatorNews;
import io.faultline.core.upstream.breaker.BreakerPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A circuit that opens or closes is news: a sentence, and an entry of the time line. */
class CircuitNewsTest {

    private static final BreakerPolicy POLICY =
            new BreakerPolicy(
                    50,
                    2,
                    Duration.ofSeconds(10).toNanos(),
                    Duration.ofSeconds(5).toNanos(),
                    "circuitBreaker");

    @Test
    void eachTurnIsSaidOnceAndStandsOnTheTimeLine() {
        ClusterInTest shop = new TestUpstream().endpoints(1).start();
        var ledger = new FaultLedger(Clock.systemUTC());
        List<String> said = new ArrayList<>();
        shop.cluster.addListener(new OperatorNews(ledger, said::add));
        long now = shop.clock.nanos();

        for (int i = 0; i < 4; i++) {
            shop.cluster.breaker().failed(POLICY, ApplicationFault.UPSTREAM_ERROR, now);
        }
        shop.after(Duration.ofSeconds(6));
        long later = shop.clock.nanos();
        shop.cluster.breaker().admits(POLICY, later);
        shop.cluster.breaker().succeeded(POLICY, later, later);
        shop.after(Duration.ofSeconds(1));

        assertThat(said)
                .containsExactly(
                        "shop: its circuit is open, requests are answered at once: 2 of 2 requests"
                                + " failed, the last with L7.UPSTREAM_ERROR",
                        "shop: its circuit is closed again, a trial went well");
        assertThat(ledger.changes().recent())
                .extracting(Change::words, Change::detail)
                .containsExactly(
                        tuple("circuit generation 3 of upstream shop", "closed"),
                        tuple(
                                "circuit generation 2 of upstream shop",
                                "open, 2 of 2 requests failed, the last with L7.UPSTREAM_ERROR"));
    }
}
