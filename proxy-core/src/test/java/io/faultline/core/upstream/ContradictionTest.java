package io.faultline.core.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When checks and traffic say the opposite, and when they only seem to. */
class ContradictionTest {

    private final ClusterInTest shop = new TestUpstream().endpoints(1).start();
    private final Endpoint endpoint = shop.endpoint(0);
    private long connectsBefore;

    @Test
    void aCheckThatPassesWhileTheApplicationFailsIsSaidWithBothLayers() {
        exchangesFail(3, ApplicationFault.UPSTREAM_ERROR, Side.UPSTREAM);

        Contradiction found = requireNonNull(afterCheck(null));

        assertThat(found.kind()).isEqualTo(Contradiction.Kind.CHECK_PASSES_TRAFFIC_FAILS);
        assertThat(found.check()).isEqualTo(Layer.L4);
        assertThat(found.traffic()).isEqualTo(Layer.L7);
        assertThat(found)
                .hasToString(
                        "its health check passes (it looks up to L4) while traffic fails on L7:"
                                + " L7.UPSTREAM_ERROR (upstream, response)");
    }

    @Test
    void someFailuresAmongSuccessesAreNoContradiction() {
        exchangesFail(2, ApplicationFault.UPSTREAM_ERROR, Side.UPSTREAM);
        endpoint.answered();
        exchangesFail(2, ApplicationFault.UPSTREAM_ERROR, Side.UPSTREAM);
        assertThat(afterCheck(null)).isNull();
    }

    @Test
    void whatIsNotTheEndpointsFaultContradictsNothing() {
        exchangesFail(9, ApplicationFault.CLIENT_ABORT, Side.CLIENT);
        exchangesFail(9, ApplicationFault.INTERNAL, Side.PROXY);
        exchangesFail(9, TransportFault.STALE_REUSE, Side.UPSTREAM);
        assertThat(afterCheck(null)).isNull();
    }

    @Test
    void trafficThatFailedLongAgoSaysNothingAboutNow() {
        exchangesFail(3, ApplicationFault.UPSTREAM_ERROR, Side.UPSTREAM);
        shop.after(Duration.ofSeconds(61));
        assertThat(afterCheck(null)).isNull();
    }

    @Test
    void connectsThatFailWhileTheCheckPassesAreSaidToo() {
        shop.connectsFail(endpoint, 3, TransportFault.CONNECT_REFUSED);
        assertThat(requireNonNull(afterCheck(null)).traffic()).isEqualTo(Layer.L4);
    }

    @Test
    void aCheckThatFailsWhileTrafficConnectsIsTheReverse() {
        endpoint.connectSucceeded();
        Contradiction found = requireNonNull(afterCheck(ApplicationFault.UPSTREAM_ERROR));
        assertThat(found.kind()).isEqualTo(Contradiction.Kind.CHECK_FAILS_TRAFFIC_WORKS);
        assertThat(found.check()).isEqualTo(Layer.L7);
    }

    @Test
    void aCheckThatFailsWithoutTrafficIsNotContradicted() {
        endpoint.connectSucceeded();
        afterCheck(null);
        assertThat(afterCheck(ApplicationFault.UPSTREAM_ERROR)).as("that was before").isNull();
    }

    @Test
    void bothThatFailAgree() {
        endpoint.connectSucceeded();
        exchangesFail(3, ApplicationFault.RESPONSE_TIMEOUT, Side.UPSTREAM);
        assertThat(afterCheck(ApplicationFault.UPSTREAM_ERROR)).isNull();
    }

    private void exchangesFail(int times, FaultCode code, Side side) {
        for (int i = 0; i < times; i++) {
            endpoint.exchangeFailed(Fault.of(code, side, Stage.RESPONSE));
        }
    }

    private @Nullable Contradiction afterCheck(@Nullable FaultCode failure) {
        if (failure != null) {
            endpoint.checkFailed(Fault.of(failure, Side.UPSTREAM, Stage.RESPONSE));
        }
        Contradiction found =
                Contradiction.between(endpoint, failure == null, Layer.L4, connectsBefore);
        connectsBefore = endpoint.connects();
        return found;
    }
}
