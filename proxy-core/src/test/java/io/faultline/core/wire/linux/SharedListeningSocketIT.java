package io.faultline.core.wire.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.timing.Ticker;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.ListeningSocket;
import io.faultline.core.wire.Wire;
import io.faultline.core.worker.Worker;
import io.faultline.testkit.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One socket that two accept from, as a process and its successor do for a moment. */
@Timeout(60)
class SharedListeningSocketIT {

    private final Worker first = new Worker(0, Worker.Kind.AUTO, Ticker.system());
    private final Worker second = new Worker(1, Worker.Kind.AUTO, Ticker.system());
    private final Counter served = new Counter();
    private final Counter servedBySecond = new Counter();
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void onlyHere() {
        assumeTrue(LinuxTransport.isAvailable(), "only Linux has descriptors to give");
    }

    @AfterEach
    void close() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        first.stop();
        second.stop();
    }

    private void connect(ListeningSocket to, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            clients.add(new Socket(InetAddress.getLoopbackAddress(), to.boundAddress().port()));
        }
    }

    private static InheritedSocket copyOf(ListeningSocket socket, boolean kept) throws Exception {
        return Descriptors.listening(socket.duplicate().get(), "", kept);
    }

    @Test
    void whoLeavesIsNotWokenForTheOther() throws Exception {
        ListeningSocket ours =
                first.transport().listen(PeerAddress.ofV4(0x7f00_0001, 0), 128, true, served);
        ours.accept();
        connect(ours, 1);
        served.await(1);
        InheritedSocket copy = copyOf(ours, false);
        ListeningSocket theirs = second.transport().adopt(copy, 128, false, servedBySecond);
        theirs.accept();
        Eventually.until("both look at it", () -> loopsThatLookAt(copy) == 2);

        ours.leave();
        Eventually.until("the first has left", () -> !isOpen(ours));

        assertThat(loopsThatLookAt(copy)).isEqualTo(1);
        connect(theirs, 20);
        servedBySecond.await(20);
        assertThat(served.count()).isEqualTo(1);
        theirs.close();
        Descriptors.close(copy.descriptor());
    }

    @Test
    void theQueueOfASocketThatItsGiverKeepsIsLeftToTheNextOne() throws Exception {
        ListeningSocket giver =
                first.transport().listen(PeerAddress.ofV4(0x7f00_0001, 0), 128, true, served);
        InheritedSocket kept = copyOf(giver, true);
        ListeningSocket life = first.transport().adopt(kept, 128, false, served);
        life.accept();
        connect(giver, 1);
        served.await(1);
        var mayGoOn = new CountDownLatch(1);
        first.execute(() -> await(mayGoOn));
        connect(giver, 3); // they wait, for the loop is busy
        life.close();
        mayGoOn.countDown();
        Eventually.until("its life is over", () -> !isOpen(life));
        assertThat(served.count()).isEqualTo(1);

        ListeningSocket next = second.transport().adopt(kept, 128, true, servedBySecond);
        next.accept();

        servedBySecond.await(3);
        next.close();
        giver.close();
        Descriptors.close(kept.descriptor());
    }

    private static boolean isOpen(ListeningSocket socket) {
        return !socket.duplicate()
                .handle(
                        (copy, closed) -> {
                            if (closed == null) {
                                Descriptors.close(copy);
                            }
                            return closed != null;
                        })
                .join();
    }

    /** How many epoll instances of this process report the socket: each names its inode. */
    private static long loopsThatLookAt(InheritedSocket socket) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc/self/fdinfo"))) {
            String link =
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + socket.descriptor()))
                            .toString();
            String inode = Long.toHexString(Long.parseLong(link.replaceAll("\\D", "")));
            long found = 0;
            for (Path each : all) {
                try {
                    found +=
                            Files.readString(each)
                                    .lines()
                                    .filter(line -> line.startsWith("tfd:"))
                                    .filter(line -> line.contains(" ino:" + inode + " "))
                                    .count();
                } catch (IOException gone) {
                    // A descriptor that was closed since the folder was read.
                }
            }
            return found;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Counter implements ListeningSocket.Acceptor {

        private final AtomicInteger accepted = new AtomicInteger();

        @Override
        public void onAccepted(Wire wire, PeerAddress peer) {
            accepted.incrementAndGet();
            wire.close();
        }

        @Override
        public void onAcceptFailed(int errno) {}

        int count() {
            return accepted.get();
        }

        void await(int number) {
            Eventually.until(number + " are in", () -> accepted.get() == number);
        }
    }
}
