package io.faultline.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Whether the open loop charges a server for those who had to wait: the reason why it exists. */
class PacedRunIT {

    private static final int MESSAGE = 128;
    private static final long PAUSE_MILLIS = 200;

    @Test
    void aPauseIsChargedToEverybodyWhoWouldHaveComeMeanwhile() throws Exception {
        try (var server = new PausingEcho()) {
            var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
            var bytes = new byte[MESSAGE];
            Arrays.fill(bytes, (byte) 'E');

            var result = new PacedRun(target, 1, 500, new PacedRun.Asks(bytes, false)).drive(1);

            // One answer was slow. A closed loop would have one sample of 200 ms among hundreds and
            // a p99 of nothing.
            assertThat(result.errors()).isZero();
            assertThat(result.p99Micros()).isGreaterThan(PAUSE_MILLIS * 1_000 / 2.0);
        }
    }

    @Test
    void theRateIsTheOneThatWasAskedFor() throws Exception {
        try (var server = new PausingEcho()) {
            var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());

            var result =
                    new PacedRun(target, 1, 200, new PacedRun.Asks(new byte[MESSAGE], false))
                            .drive(1);

            assertThat(result.units()).isBetween(100L, 300L); // random arrivals
        }
    }

    /** Echoes, and stops once for a while after its hundredth message. */
    private static final class PausingEcho implements AutoCloseable {

        private final ServerSocket listener =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        PausingEcho() throws IOException {
            Thread.ofPlatform().daemon().start(this::serve);
        }

        int port() {
            return listener.getLocalPort();
        }

        private void serve() {
            try (Socket client = listener.accept()) {
                client.setTcpNoDelay(true);
                for (int served = 0; ; served++) {
                    byte[] message = client.getInputStream().readNBytes(MESSAGE);
                    if (message.length < MESSAGE) {
                        return;
                    }
                    if (served == 100) {
                        LockSupport.parkNanos(PAUSE_MILLIS * 1_000_000);
                    }
                    client.getOutputStream().write(message);
                }
            } catch (IOException over) {
                // The run has ended.
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
