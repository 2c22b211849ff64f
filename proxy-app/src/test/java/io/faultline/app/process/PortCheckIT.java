package io.faultline.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class PortCheckIT {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void aFreePortHasNoObstacle() throws IOException {
        int port;
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            port = taken.getLocalPort();
        }

        assertThat(PortCheck.obstacle(new InetSocketAddress(LOOPBACK, port))).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTakenPortIsBlamedOnTheProcessThatHoldsIt() throws IOException {
        long me = ProcessHandle.current().pid();
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            var address = new InetSocketAddress(LOOPBACK, taken.getLocalPort());

            assertThat(PortCheck.obstacle(address).orElseThrow())
                    .isEqualTo("java (pid %d) holds it (stop it with 'kill %d')", me, me);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPortSharedWithReusePortCountsAsTaken() throws IOException {
        try (var shared = ServerSocketChannel.open()) {
            shared.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            shared.bind(new InetSocketAddress(LOOPBACK, 0));

            assertThat(PortCheck.obstacle((InetSocketAddress) shared.getLocalAddress()))
                    .isPresent();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPortThatAConnectionOfOursHasIsNotBlamedOnAListener() throws IOException {
        try (var server = new ServerSocket(0, 1, LOOPBACK);
                var client = new Socket(LOOPBACK, server.getLocalPort())) {
            var address = new InetSocketAddress(LOOPBACK, client.getLocalPort());

            assertThat(PortCheck.obstacle(address).orElseThrow())
                    .contains(
                            "nobody listens there", "state ESTABLISHED", "ip_local_reserved_ports");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsCalledThat() {
        // RFC 5737: 192.0.2.0/24 is documentation and nobody's interface.
        assertThat(PortCheck.obstacle(new InetSocketAddress("192.0.2.1", 8080)).orElseThrow())
                .isEqualTo("192.0.2.1 is not an address of this machine (see 'ip addr')");
    }
}
