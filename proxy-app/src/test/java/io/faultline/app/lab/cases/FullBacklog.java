package io.faultline.app.lab.cases;

import io.faultline.app.lab.bench.Bench;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** A listener with the smallest queue that never accepts, and whose queue is full. */
record FullBacklog(ServerSocket listener) {

    private static final int MOST = 64;
    private static final int SILENCE_MILLIS = 200;

    static FullBacklog on(Bench bench) throws IOException {
        var full = new FullBacklog(bench.serverSocket(1));
        for (int i = 0; i < MOST; i++) {
            var filler = bench.keep(new Socket());
            try {
                filler.connect(full.address(), SILENCE_MILLIS);
            } catch (SocketTimeoutException silence) {
                return full;
            }
        }
        throw new IOException("this kernel answers SYNs though the accept queue is full");
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }
}
