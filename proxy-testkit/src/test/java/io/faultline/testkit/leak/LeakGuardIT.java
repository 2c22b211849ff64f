package io.faultline.testkit.leak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.faultline.testkit.net.RawClient;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The guard is proven by classes that leak on purpose, and only when this class asks them to. */
class LeakGuardIT {

    static final List<AutoCloseable> LEAKED = new ArrayList<>();
    static boolean proving;

    @BeforeEach
    void startProving() {
        proving = true;
    }

    @AfterEach
    void cleanUpTheLeaks() throws Exception {
        for (var leaked : LEAKED) {
            leaked.close();
        }
        LEAKED.clear();
        proving = false;
    }

    @ExtendWith(LeakGuard.class)
    static class Tidy {
        @Test
        void opensAndCloses() throws IOException {
            try (var listener = new ServerSocket(0);
                    var client = RawClient.connect(listener.getLocalPort());
                    var accepted = listener.accept()) {
                client.send("x");
                accepted.getInputStream().read();
            }
            var thread = new Thread(() -> {}, "short-lived");
            thread.start();
        }
    }

    @ExtendWith(LeakGuard.class)
    static class LeavesSockets {
        @Test
        void leaks() throws IOException {
            assumeTrue(proving);
            var listener = new ServerSocket(0);
            LEAKED.add(listener);
            LEAKED.add(new Socket("127.0.0.1", listener.getLocalPort()));
        }
    }

    @ExtendWith(LeakGuard.class)
    static class LeavesAThread {
        @Test
        void leaks() {
            assumeTrue(proving);
            var latch = new CountDownLatch(1);
            var thread =
                    new Thread(
                            () -> {
                                try {
                                    latch.await();
                                } catch (InterruptedException e) {
                                    Thread.currentThread().interrupt();
                                }
                            },
                            "forgotten-worker");
            thread.setDaemon(true);
            thread.start();
            LEAKED.add(latch::countDown);
        }
    }

    @Test
    void aTidyClassPasses() {
        assertThat(failuresOf(Tidy.class, "PT5S")).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void socketsLeftBehindFailTheClassAndAreNamed() {
        assertThat(failuresOf(LeavesSockets.class, "PT0.1S"))
                .singleElement()
                .asString()
                .contains("LeavesSockets left behind:")
                .containsPattern("tcp6? .* LISTEN")
                .containsPattern("tcp6? 127.0.0.1:\\d+ -> 127.0.0.1:\\d+ ESTABLISHED");
    }

    @Test
    void aThreadLeftBehindFailsTheClassAndIsNamed() {
        assertThat(failuresOf(LeavesAThread.class, "PT0.1S"))
                .singleElement()
                .asString()
                .contains("thread \"forgotten-worker\" (daemon)");
    }

    private static List<String> failuresOf(Class<?> testClass, String patience) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .configurationParameter("faultline.leak.patience", patience)
                .execute()
                .containerEvents()
                .failed()
                .stream()
                .map(
                        event ->
                                event.getRequiredPayload(
                                        org.junit.platform.engine.TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .toList();
    }
}
