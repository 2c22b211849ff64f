package io.faultline.core.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.wire.InheritedSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class InheritedSocketsTest {

    private static final HostPort EVERYWHERE = new HostPort("0.0.0.0", 80);

    private static InheritedSocket socket(int descriptor, int port, String name, boolean kept) {
        return new InheritedSocket(descriptor, PeerAddress.ofV4(0, port), name, kept);
    }

    @Test
    void aListenerGetsAllSocketsAtItsAddressWhateverTheyAreCalled() {
        var first = socket(1001, 80, "x", true);
        var second = socket(1002, 80, "", true);
        var sockets = new InheritedSockets(List.of(first, socket(1003, 81, "web", true), second));

        assertThat(sockets.claim("web", EVERYWHERE)).containsExactly(first, second);
        assertThat(sockets.unclaimed())
                .extracting(InheritedSocket::descriptor)
                .containsExactly(1003);
    }

    @Test
    void aSupervisorsNameIsTheSecondWay() {
        var named = socket(1001, 8080, "web", true);
        assertThat(new InheritedSockets(List.of(named)).claim("web", EVERYWHERE))
                .containsExactly(named);
    }

    /** Else a listener that a new configuration has moved would stay where it was. */
    @Test
    void aPredecessorsNameCountsForPortZeroAlone() {
        var named = socket(1001, 8080, "web", false);
        var sockets = new InheritedSockets(List.of(named));

        assertThat(sockets.claim("web", EVERYWHERE)).isEmpty();
        assertThat(sockets.claim("web", new HostPort("0.0.0.0", 0))).containsExactly(named);
    }

    @Test
    void aSocketWithoutNameBelongsToNoListenerWithoutOne() {
        assertThat(new InheritedSockets(List.of(socket(1001, 81, "", true))).claim("", EVERYWHERE))
                .isEmpty();
    }

    @Test
    void aKeptSocketMayBeClaimedAgainAfterAReload() {
        var kept = socket(1001, 80, "", true);
        var sockets = new InheritedSockets(List.of(kept));
        sockets.claim("web", EVERYWHERE);
        sockets.letGo();

        assertThat(sockets.claim("web", EVERYWHERE)).containsExactly(kept);
        assertThat(sockets.holdsPort(80)).isTrue();
    }
}
