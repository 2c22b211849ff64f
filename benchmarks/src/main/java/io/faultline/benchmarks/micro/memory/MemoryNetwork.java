package io.faultline.benchmarks.micro.memory;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.wire.ConnectObserver;
import io.faultline.core.wire.Destinations;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.wire.Transport;
import io.faultline.core.wire.TransportMaker;
import io.faultline.core.wire.Wire;
import io.faultline.core.wire.WireReader;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One listener, one endpoint, no kernel between them. Everybody is on the worker's loop: clients, the server and the endpoint. For one worker.
 */
public final class MemoryNetwork implements TransportMaker {

    private static final PeerAddress CLIENT = PeerAddress.ofV4(0xc0000207, 40_000);

    private final Supplier<WireReader> endpoint;
    private @Nullable Executor loop;
    private ListeningSocket.@Nullable Acceptor acceptor;
    private @Nullable PeerAddress listening;

    /** @param endpoint makes who answers on each connection that the server opens */
    public MemoryNetwork(Supplier<WireReader> endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Transport make(Executor ofWorker) {
        loop = ofWorker;
        return new Memory(ofWorker);
    }

    /** The worker's. */
    public Executor loop() {
        return known(loop);
    }

    /** A client connects. On the loop only. */
    public Wire dial() {
        var pair = MemoryPipe.pair(loop(), CLIENT, known(listening));
        known(acceptor).onAccepted(pair.second(), CLIENT);
        return pair.first();
    }

    private static <T> T known(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the server has not started");
        }
        return value;
    }

    private final class Memory implements Transport {

        private final Executor executor;
        private final Destinations destinations = new Destinations();

        Memory(Executor executor) {
            this.executor = executor;
        }

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public ListeningSocket listen(
                PeerAddress address,
                int backlog,
                boolean sharedPort,
                ListeningSocket.Acceptor newAcceptor) {
            acceptor = newAcceptor;
            listening = address;
            return new ListeningSocket() {
                @Override
                public PeerAddress boundAddress() {
                    return address;
                }

                @Override
                public void accept() {}

                @Override
                public void close() {}
            };
        }

        @Override
        public ListeningSocket adopt(
                InheritedSocket socket,
                int backlog,
                boolean overlaps,
                ListeningSocket.Acceptor newAcceptor) {
            throw new UnsupportedOperationException("nobody hands anything over here");
        }

        @Override
        public void checkFree(PeerAddress address) {}

        @Override
        public Wire connect(
                PeerAddress remote, @Nullable PeerAddress source, ConnectObserver observer) {
            var pair = MemoryPipe.pair(executor, CLIENT, remote);
            pair.second().reader(endpoint.get());
            pair.second().resumeReading();
            executor.execute(() -> observer.onConnected(pair.first()));
            return pair.first();
        }

        @Override
        public Destinations destinations() {
            return destinations;
        }

        @Override
        public void close() {}
    }
}
