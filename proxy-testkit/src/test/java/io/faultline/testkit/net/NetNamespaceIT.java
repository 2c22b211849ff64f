package io.faultline.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.JavaLaunch;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NetNamespaceIT {

    private static NetNamespace host;
    private static ChildProcess origin;
    private static InetSocketAddress target;

    @BeforeAll
    static void startAHostWithAnOrigin() {
        NetNamespace.assumeAvailable();
        host = NetNamespace.create();
        origin =
                JavaLaunch.of(OriginMain.class)
                        .args(host.address(), "over-there")
                        .prefixedBy(host.prefix())
                        .start();
        int port = Integer.parseInt(origin.awaitLine("listening").split(" ")[1]);
        target = new InetSocketAddress(InetAddress.ofLiteral(host.address()), port);
    }

    @AfterEach
    void heal() {
        host.heal();
    }

    @AfterAll
    static void stop() {
        if (host != null) {
            origin.close();
            host.close();
        }
    }

    @Test
    void theOtherHostAnswers() {
        assertReachable();
    }

    @Test
    void whatIsSwallowedMeetsSilenceUntilItHeals() {
        host.swallow();
        var impatient = ClientSettings.to(target).withPatience(Duration.ofMillis(300));
        assertThatThrownBy(impatient::connect).hasMessageStartingWith("no answer to our SYN");

        host.heal();
        assertReachable();
    }

    @Test
    void aNeighbourThatDoesNotAnswerArpIsUnreachable() {
        host.forgetAddress();
        assertThatThrownBy(() -> ClientSettings.to(target).connect())
                .hasCauseInstanceOf(NoRouteToHostException.class);
    }

    @Test
    void aRefusedRouteIsUnreachableAtOnce() {
        host.refuseRoute();
        assertThatThrownBy(() -> ClientSettings.to(target).connect())
                .hasCauseInstanceOf(NoRouteToHostException.class);
    }

    private static void assertReachable() {
        try (var client = ClientSettings.to(target).connect()) {
            assertThat(client.readLine()).isEqualTo("over-there");
            assertThat(client.local().getAddress().getHostAddress()).isEqualTo(host.hostAddress());
        }
    }
}
