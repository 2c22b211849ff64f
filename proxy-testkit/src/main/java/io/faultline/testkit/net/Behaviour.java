package io.faultline.testkit.net;

import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * What an origin does with one connection, from accept to close. When it returns, the connection is
 * closed as the kernel closes it for a process that ends.
 *
 * <p>A test may write its own as a lambda; those here are the ways real servers fail.
 */
@FunctionalInterface
public interface Behaviour {

    void serve(OriginConnection connection) throws IOException;

    /** Sends back what comes, and answers a FIN with a FIN. */
    static Behaviour echo() {
        return connection -> {
            var buffer = new byte[64 * 1024];
            for (int count = connection.read(buffer); count >= 0; count = connection.read(buffer)) {
                connection.write(buffer, count);
            }
        };
    }

    /** Says its name and a newline at once, then echoes: shows who was picked. */
    static Behaviour greetThenEcho(String name) {
        return connection -> {
            connection.write(name + "\n");
            echo().serve(connection);
        };
    }

    /** Says its name, finishes sending, and takes whatever still comes. */
    static Behaviour greetThenClose(String name) {
        return sendThenFin(name.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads everything, says nothing, closes after the peer's FIN. */
    static Behaviour sink() {
        return OriginConnection::drain;
    }

    /** RST as soon as the connection is accepted. */
    static Behaviour resetAtOnce() {
        return OriginConnection::reset;
    }

    /** RST once it has received this many bytes (none of them is answered). */
    static Behaviour resetAfterReceiving(long bytes) {
        return connection -> {
            var buffer = new byte[64 * 1024];
            while (connection.receivedBytes() < bytes) {
                if (connection.read(buffer) < 0) {
                    return;
                }
            }
            connection.reset();
        };
    }

    /**
     * RST once these bytes were sent and the peer's kernel has taken them. A RST overtakes what still
     * waits in our send buffer, so it is sent only when the peer answers with a byte.
     */
    static Behaviour sendThenResetOnAnswer(byte[] bytes) {
        return connection -> {
            connection.write(bytes);
            connection.read(new byte[1]);
            connection.reset();
        };
    }

    /** Accepts, then neither reads nor writes, for as long as the origin runs. */
    static Behaviour silent() {
        return OriginConnection::hold;
    }

    /** Half-close from this side: sends, FINs, and goes on reading until the peer is done. */
    static Behaviour sendThenFin(byte[] bytes) {
        return connection -> {
            connection.write(bytes);
            connection.halfClose();
            connection.drain();
        };
    }

    /** Half-close from the other side: answers only after the peer's FIN, then closes. */
    static Behaviour answerAfterFin(byte[] answer) {
        return connection -> {
            connection.drain();
            connection.write(answer);
        };
    }

    /** After the peer's FIN, tells what arrived: {@code LENGTH SHA256\n}. */
    static Behaviour checksum() {
        return connection -> {
            connection.drain();
            connection.write(connection.receivedBytes() + " " + connection.receivedSha256() + "\n");
        };
    }

    /** Sends without end, and does not read. */
    static Behaviour endless() {
        return connection -> {
            byte[] block = Payload.bytes(64 * 1024, 1);
            while (connection.isOpen()) {
                connection.write(block);
            }
        };
    }

    /** Reads a little, pauses, reads a little: what a server under memory pressure looks like. */
    static Behaviour readSlowly(int bytesPerRead, Duration pause) {
        return connection -> {
            var buffer = new byte[bytesPerRead];
            while (connection.read(buffer) >= 0) {
                LockSupport.parkNanos(pause.toNanos());
            }
        };
    }

    /** Does nothing until the test opens the latch, then this. Replaces every "slow" that a test must control. */
    static Behaviour after(CountDownLatch latch, Behaviour then) {
        return connection -> {
            Eventually.until(
                    "the test to let the origin go on",
                    Duration.ofMinutes(2),
                    () -> latch.getCount() == 0 || !connection.isOpen());
            if (connection.isOpen()) {
                then.serve(connection);
            }
        };
    }
}
