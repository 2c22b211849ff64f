package io.faultline.core.fault.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ClientSettings;
import io.faultline.testkit.net.OriginSettings;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same files as the kernel of this machine writes them. */
class HostWatchIT {

    private static final Path PROC = Path.of("/proc");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void everyConnectionTowardsADestinationTakesAPort(String host) {
        var settings = OriginSettings.defaults().on(host);
        try (var origin = ScriptedOrigin.start(settings, Behaviour.silent())) {
            var clients = new ArrayList<RawClient>();
            for (int i = 0; i < 3; i++) {
                clients.add(RawClient.connect(ClientSettings.to(origin.address())));
            }

            PortUse use = PortUse.count(PROC, peer(origin.address()), PortRange.read(PROC));

            assertThat(use.used()).isEqualTo(3);
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void thisMachinesPortRangeIsKnown() {
        PortRange range = PortRange.read(PROC);

        assertThat(range.isKnown()).isTrue();
        assertThat(range.size()).isPositive();
    }

    private static PeerAddress peer(InetSocketAddress address) {
        return PeerAddress.from(address);
    }
}
