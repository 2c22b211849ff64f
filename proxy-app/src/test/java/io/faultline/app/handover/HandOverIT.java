package io.faultline.app.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.faultline.app.handover.UpgradeRequest.Answer;
import io.faultline.core.wire.InheritedSocket;
import io.faultline.core.wire.linux.Descriptors;
import io.faultline.testkit.net.Behaviour;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ScriptedOrigin;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** One process takes over from another, as an operator sees it. */
@EnabledOnOs(OS.LINUX)
class HandOverIT {

    @TempDir Path folder;
    private final ScriptedOrigin echo = ScriptedOrigin.start(Behaviour.echo());

    @AfterEach
    void stop() {
        echo.close();
    }

    private String config(int workers, String more) {
        return """
               listeners:
                 - { name: web, bind: "127.0.0.1:0", http: { routes: [ { respond: { status: 200, body: "WORKERS workers" } } ] } }
                 - { name: bytes, bind: "127.0.0.1:0", tcp: { to: echo } }
               MORE
               upstreams:
                 echo: { endpoints: ["ECHO"] }
               admin: { bind: "127.0.0.1:0" }
               workers: WORKERS
               warmUp: 0s
               """
                .replace("WORKERS", Integer.toString(workers))
                .replace("MORE", more.isEmpty() ? "" : "  - " + more)
                .replace("ECHO", echo.hostPort());
    }

    private static String get(int port, String path) {
        try (RawClient client = RawClient.connect(port)) {
            client.send(
                    "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return client.readToEnd().text();
        }
    }

    @Test
    void theSuccessorServesAtTheSameAddressesAndTheOldOneEndsItsSessions() throws IOException {
        try (var proxy = Lineage.start(folder, config(1, ""));
                RawClient session = RawClient.connect(proxy.port("bytes"))) {
            assertThat(session.send("before\n").readLine()).isEqualTo("before");
            proxy.write(config(3, "")); // one queue for three workers

            Answer answer = UpgradeRequest.send(proxy.place());

            assertThat(answer.refusal()).isNull();
            long second = proxy.pidAfter(1);
            assertThat(answer.successor()).isEqualTo(Long.toString(second));
            for (int i = 0; i < 20; i++) {
                assertThat(get(proxy.port("web"), "/")).endsWith("3 workers");
            }
            assertThat(get(proxy.port("admin"), "/readyz")).startsWith("HTTP/1.1 200");
            assertThat(session.send("after\n").readLine()).isEqualTo("after");
            assertThat(proxy.first().isAlive()).isTrue();
            session.halfClose().expectFin();
            Lineage.awaitEnd(proxy.first().pid());

            proxy.write(config(2, ""));
            assertThat(UpgradeRequest.send(proxy.place()).refusal()).isNull();
            assertThat(proxy.pidAfter(2)).isNotEqualTo(second);
            Lineage.awaitEnd(second);
            for (int i = 0; i < 20; i++) {
                assertThat(get(proxy.port("web"), "/")).endsWith("2 workers");
            }
        }
    }

    @Test
    void whoWaitsInTheQueuesOfManyWorkersIsServedByOne() throws IOException {
        try (var proxy = Lineage.start(folder, config(4, ""))) {
            proxy.write(config(1, ""));
            assertThat(UpgradeRequest.send(proxy.place()).refusal()).isNull();
            assertThat(proxy.pidAfter(1)).isPositive();
            Lineage.awaitEnd(proxy.first().pid());

            // Each of the four queues is met by some of these.
            for (int i = 0; i < 40; i++) {
                assertThat(get(proxy.port("web"), "/")).endsWith("1 workers");
            }
        }
    }

    @Test
    void aSuccessorThatCannotServeChangesNothing() throws IOException {
        try (var proxy = Lineage.start(folder, config(2, ""));
                var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            proxy.write(config(2, "").replace("respond", "responf"));
            assertThat(UpgradeRequest.send(proxy.place()).refusal())
                    .isEqualTo(proxy.file() + " has 1 error");
            proxy.first().awaitLine("this process serves on");

            String busy = "{ name: more, bind: \"127.0.0.1:PORT\", tcp: { to: echo } }";
            proxy.write(config(2, busy.replace("PORT", Integer.toString(taken.getLocalPort()))));
            assertThat(UpgradeRequest.send(proxy.place()).refusal())
                    .contains("listener 'more'", "cannot listen on")
                    .doesNotEndWith(".");

            assertThat(get(proxy.port("web"), "/")).endsWith("2 workers");
            assertThat(get(proxy.port("admin"), "/readyz")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aSuccessorThatVanishesHalfwayIsForgottenAndTheNextOneMayTry() throws IOException {
        try (var proxy = Lineage.start(folder, config(2, ""))) {
            List<InheritedSocket> sockets;
            try (Taker taker = Taker.meet(proxy.place())) {
                sockets = taker.take();
                assertThat(sockets).hasSize(5); // two workers, two listeners, and the admin port
                signal(proxy, "HUP");
                proxy.first().awaitLine("the sockets are being handed to another process");
            }
            proxy.first().awaitLine("does not take over");
            sockets.forEach(each -> Descriptors.close(each.descriptor()));
            signal(proxy, "HUP");
            proxy.first().awaitLine("generation 2 is in force");

            signal(proxy, "USR1");

            Lineage.awaitEnd(proxy.first().pid());
            assertThat(ProcessHandle.of(proxy.pidAfter(1))).isPresent();
            assertThat(get(proxy.port("web"), "/")).endsWith("2 workers");
        }
    }

    @Test
    void aProcessStartedByHandMayTakeOverToo() {
        try (var proxy = Lineage.start(folder, config(2, ""));
                var second =
                        Lineage.launch(proxy.file(), proxy.place()).args("--take-over").start()) {
            second.awaitLine("  admin ");
            assertThat(proxy.first().awaitExit()).isZero();
            assertThat(get(proxy.port("web"), "/")).endsWith("2 workers");

            second.terminate();

            assertThat(second.awaitExit()).isZero();
            assertThat(proxy.place()).doesNotExist();
        }
    }

    @Test
    void nobodyButTheOwnerIsGivenAnything() throws IOException {
        try (var proxy = Lineage.start(folder, config(1, ""))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(proxy.place())))
                    .isEqualTo("rw-------");
            String stranger = "setpriv --reuid=65534 --clear-groups true";
            Assumptions.assumeTrue(
                    HostCommand.attempt(stranger.split(" ")).succeeded()
                            && HostCommand.attempt("perl", "-e", "1").succeeded(),
                    "needs root, setpriv and perl");
            // Even if somebody opens every door to it.
            for (Path each = proxy.place();
                    each != null && each.startsWith("/tmp/");
                    each = each.getParent()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxrwxrwx"));
            }
            String ask =
                    "use Socket; socket(S, AF_UNIX, SOCK_SEQPACKET, 0) or die $!;"
                            + " connect(S, sockaddr_un($ARGV[0])) or die $!;"
                            + " send(S, 'TAKE/1', 0); recv(S, $b, 999, 0); print $b";
            assertThat(
                            HostCommand.run(
                                    "setpriv",
                                    "--reuid=65534",
                                    "--clear-groups",
                                    "perl",
                                    "-e",
                                    ask,
                                    proxy.place().toString()))
                    .isEqualTo("REFUSED\nonly its owner may ask this process");
        }
    }

    @Test
    void aPlaceWhereOthersMayWriteIsNotUsed() throws IOException {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        var place = new MeetingPlace(Map.of("RUNTIME_DIRECTORY", open.toString()));

        assertThat(place.toWaitAt(folder.resolve("edge.yaml")).getParent()).isNotEqualTo(open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
        assertThat(place.toWaitAt(folder.resolve("edge.yaml")).getParent()).isEqualTo(open);
    }

    @Test
    void whereNobodyWaitsNobodyIsAsked() {
        assertThatThrownBy(() -> UpgradeRequest.send(folder.resolve("nobody.sock")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ENOENT");
    }

    private static void signal(Lineage proxy, String name) {
        HostCommand.run("kill", "-" + name, Long.toString(proxy.first().pid()));
    }
}
