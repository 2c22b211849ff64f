package io.faultline.core.wire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.timing.Ticker;
import io.faultline.core.wire.AcceptQueue;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.Destinations;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.ScriptedOrigin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the kernel of this machine says of a listener that nobody accepts from, and of our connects. */
@Timeout(60)
class AcceptQueueIT {

    private static final int BACKLOG = 2;
    private static final int CONNECT_MILLIS = 300;

    private Worker worker = new Worker(0, Worker.Kind.AUTO, Ticker.system());
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        worker.stop();
    }

    @Test
    void clientsThatNobodyAcceptsFillTheQueueAndTheNextOnesAreDropped() throws Exception {
        assumeTrue(LinuxTransport.isAvailable(), "only Linux tells");
        ListeningSocket listening =
                worker.transport()
                        .listen(PeerAddress.ofV4(0x7f00_0001, 0), BACKLOG, false, new Nobody());
        assertThat(listening.queue()).as("not looked at yet").isNull();
        assertThat(queue(listening)).isEqualTo(new AcceptQueue(0, BACKLOG, 0));

        int served = 0;
        while (served <= BACKLOG && connects(listening.boundAddress().port())) {
            served++; // the kernel takes one more than it was told
        }
        assertThat(queue(listening).waiting()).isEqualTo(BACKLOG + 1);
        assertThat(queue(listening).dropped()).isZero();

        assertThat(connects(listening.boundAddress().port())).isFalse();

        assertThat(queue(listening).dropped()).isPositive();
        listening.close();
    }

    @ParameterizedTest
    @EnumSource(value = Worker.Kind.class, names = "AUTO", mode = EnumSource.Mode.EXCLUDE)
    void aConnectIsCountedFromItsBeginningToItsEnd(Worker.Kind kind) throws Exception {
        assumeTrue(kind == Worker.Kind.NIO || LinuxTransport.isAvailable(), "only on Linux");
        worker.stop();
        worker = new Worker(0, kind, Ticker.system());
        Destinations counted = worker.transport().destinations();
        try (var origin = ScriptedOrigin.start(Behaviour.silent())) {
            PeerAddress address = PeerAddress.from(origin.address());
            var connected = new CompletableFuture<Wire>();
            worker.execute(
                    () -> {
                        var observer = new Told(connected);
                        worker.transport().connect(address, null, observer);
                    });
            Wire wire = connected.get();
            assertThat(counted.openTowards(address)).isEqualTo(1);

            worker.execute(
                    () -> {
                        wire.close();
                        wire.close();
                    });

            Eventually.asserted(
                    "it is gone", () -> assertThat(counted.openTowards(address)).isZero());
            assertThat(counted.all()).singleElement().matches(each -> each.closes() == 1);
        }
    }

    private AcceptQueue queue(ListeningSocket listening) throws Exception {
        listening.lookAtQueue();
        var done = new CompletableFuture<Void>();
        worker.execute(() -> done.complete(null));
        done.get();
        return Objects.requireNonNull(listening.queue());
    }

    private boolean connects(int port) {
        var client = new Socket();
        clients.add(client);
        try {
            client.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException silence) {
            return false;
        }
    }

    private record Told(CompletableFuture<Wire> connected) implements ConnectObserver {
        @Override
        public void onConnected(Wire wire) {
            connected.complete(wire);
        }

        @Override
        public void onConnectFailed(Wire wire, int errno) {
            connected.completeExceptionally(new IOException("errno " + errno));
        }
    }

    private static final class Nobody implements ListeningSocket.Acceptor {
        @Override
        public void onAccepted(Wire wire, PeerAddress peer) {
            throw new AssertionError("accept() was never called");
        }

        @Override
        public void onAcceptFailed(int errno) {
            throw new AssertionError("accept() was never called");
        }
    }
}
