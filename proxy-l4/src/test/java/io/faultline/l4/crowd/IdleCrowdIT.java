package io.faultline.l4.crowd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.gate.DescriptorBudget;
import io.faultline.core.worker.Worker.Kind;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.leak.LeakGuard;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.JavaLaunch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ten thousand clients that mostly say nothing, in a heap in which they only fit because an idle session
 * costs next to nothing. Where the descriptors of this machine are fewer, as many as they are good for.
 */
@ExtendWith(LeakGuard.class)
class IdleCrowdIT {

    private static final int CROWD = 10_000;
    private static final int OTHER_DESCRIPTORS = 600;
    private static final int PATIENCE_MILLIS = 20_000;

    @ParameterizedTest
    @EnumSource(names = {"EPOLL", "NIO"})
    void anIdleCrowdIsServedInASmallHeapAndLeavesNothingBehind(Kind kind) throws IOException {
        long affordable = (DescriptorBudget.ofThisProcess().limit() - OTHER_DESCRIPTORS) / 2;
        int crowd = (int) Math.min(CROWD, affordable);
        List<Socket> clients = new ArrayList<>();
        try (ChildProcess origin = JavaLaunch.of(GreetingOrigin.class).start();
                ChildProcess proxy = launchProxy(kind, portOf(origin))) {
            int port = portOf(proxy);
            for (int i = 0; i < crowd; i++) {
                clients.add(connect(port));
                assertThat(read(clients.getLast(), 6))
                        .as("to client %d of %d; %s", i + 1, crowd, proxy.lines().getLast())
                        .isEqualTo("hello\n");
            }
            proxy.awaitLine("sessions=" + crowd + " ");
            for (int i = 0; i < crowd; i += 97) {
                assertEchoed(clients.get(i));
            }
            closeAll(clients);
            Eventually.until("nobody left, nobody refused", () -> isQuiet(proxy.lines().getLast()));
        } finally {
            closeAll(clients);
        }
    }

    private static boolean isQuiet(String lastLine) {
        return lastLine.startsWith("sessions=0 exhausted=false limited=false");
    }

    private static Socket connect(int port) throws IOException {
        var client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(PATIENCE_MILLIS);
        client.setSoLinger(true, 0); // thousands in TIME_WAIT would take the ports of other tests
        return client;
    }

    private static void assertEchoed(Socket client) throws IOException {
        client.getOutputStream().write('x');
        assertThat(read(client, 1)).isEqualTo("x");
    }

    private static String read(Socket client, int count) throws IOException {
        return new String(client.getInputStream().readNBytes(count), ISO_8859_1);
    }

    private static void closeAll(List<Socket> clients) throws IOException {
        for (Socket client : clients) {
            client.close();
        }
    }

    private static ChildProcess launchProxy(Kind kind, int originPort) {
        return JavaLaunch.of(StarvedProxy.class)
                .jvmArgs("--enable-native-access=ALL-UNNAMED", "-Xmx64m")
                .args(kind.name(), "127.0.0.1:" + originPort)
                .start();
    }

    private static int portOf(ChildProcess child) {
        String line = child.awaitLine("port=");
        return Integer.parseInt(line.substring(line.indexOf("port=") + 5));
    }
}
