package io.faultline.app.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.cli.exit.ExitCode;
import io.faultline.app.handover.Lineage;
import io.faultline.app.systemd.Activator.Activated;
import io.faultline.app.unix.NotifySocket;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.HostCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Started by a supervisor that holds the listening sockets and wants to hear how we are. */
@EnabledOnOs(OS.LINUX)
class ActivationIT {

    @TempDir Path folder;

    private String config(String bind, String admin) {
        return """
               listeners:
                 - { name: web, bind: "BIND", http: { routes: [ { respond: { status: 200, body: "hello" } } ] } }
               upstreams: {}
               admin: { bind: "ADMIN" }
               workers: 2
               warmUp: 0s
               """
                .replace("BIND", bind)
                .replace("ADMIN", admin);
    }

    private Path file(String config) {
        try {
            return Files.writeString(folder.resolve("edge.yaml"), config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> command(Path file) {
        return Lineage.command(file, folder.resolve("s.sock"));
    }

    private Path output(String name) {
        return folder.resolve(name + ".log");
    }

    private static String get(int port) {
        try (RawClient client = RawClient.connect(port)) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            return client.readToEnd().text();
        }
    }

    @Test
    void whoConnectsBetweenTwoLivesIsServedByTheSecond() {
        try (var systemd = new Activator()) {
            int web = systemd.listen();
            int admin = systemd.listen();
            Path file = file(config("127.0.0.1:" + web, "127.0.0.1:" + admin));
            Activated first = systemd.start(output("first"), command(file), Map.of());
            assertThat(get(web)).endsWith("hello");
            first.terminate();
            assertThat(first.awaitExit()).isEqualTo(ExitCode.OK);

            try (RawClient waiting = RawClient.connect(web)) { // nobody is there, and yet
                waiting.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                systemd.start(output("second"), command(file), Map.of());
                assertThat(waiting.readToEnd().text()).endsWith("hello");
            }
            assertThat(get(admin)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aWorkerServesWhoeverWaitsInMoreQueuesThanThereAreWorkers() {
        List<RawClient> waiting = new ArrayList<>();
        try (var systemd = new Activator()) {
            int web = systemd.listen();
            for (int i = 0; i < 4; i++) {
                systemd.listen(web);
            }
            for (int i = 0; i < 40; i++) { // every queue has some of them
                waiting.add(RawClient.connect(web));
            }
            Path file = file(config("127.0.0.1:" + web, "127.0.0.1:0"));
            systemd.start(output("queues"), command(file), Map.of());

            for (RawClient each : waiting) {
                each.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                assertThat(each.readToEnd().text()).endsWith("hello");
            }
        } finally {
            waiting.forEach(RawClient::close);
        }
    }

    /** The supervisor holds the address all the time: it could not be bound again. */
    @Test
    void aListenerThatAReloadBringsBackHasItsSocketAgain() {
        try (var systemd = new Activator()) {
            int web = systemd.listen();
            String with = config("127.0.0.1:" + web, "127.0.0.1:0");
            Path file = file(with);
            Activated running = systemd.start(output("again"), command(file), Map.of());
            assertThat(get(web)).endsWith("hello");
            file(config("127.0.0.1:0", "127.0.0.1:0").replace("name: web", "name: other"));
            HostCommand.run("kill", "-HUP", Integer.toString(running.pid()));
            running.awaitLine("generation 2 is in force");

            file(with);
            HostCommand.run("kill", "-HUP", Integer.toString(running.pid()));

            running.awaitLine("generation 3 is in force");
            assertThat(get(web)).endsWith("hello");
        }
    }

    @Test
    void aSocketIsFoundByItsNameToo() {
        try (var systemd = new Activator()) {
            int web = systemd.listen();
            int admin = systemd.listen();
            Path file = file(config("127.0.0.1:0", "127.0.0.1:0"));
            systemd.start(output("named"), command(file), Map.of("LISTEN_FDNAMES", "web:admin"));
            assertThat(get(web)).endsWith("hello");
            assertThat(get(admin)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aSocketThatNobodyAsksForIsNamedAndNothingStarts() {
        try (var systemd = new Activator()) {
            int web = systemd.listen();
            int stray = systemd.listen();
            Path file = file(config("127.0.0.1:" + web, "127.0.0.1:0"));
            Activated refused =
                    systemd.start(
                            output("stray"), command(file), Map.of("LISTEN_FDNAMES", "a:extra"));
            assertThat(refused.awaitExit()).isEqualTo(ExitCode.CANNOT_START);
            assertThat(refused.lines().getLast())
                    .contains(
                            "gave a socket on 127.0.0.1:" + stray + " ('extra')",
                            "no listener of " + file,
                            "web 127.0.0.1:" + web);
        }
    }

    @Test
    void socketsForAnotherProcessAreNotOurs() {
        try (var systemd = new Activator()) {
            systemd.listen();
            Path file = file(config("127.0.0.1:0", "127.0.0.1:0"));
            List<String> command = new ArrayList<>(List.of("env", "LISTEN_PID=1"));
            command.addAll(command(file));
            Activated started = systemd.start(output("foreign"), command, Map.of());
            assertThat(started.awaitLine("  admin ")).startsWith("  admin");
        }
    }

    @Test
    void theSupervisorHearsHowWeAre() throws IOException {
        try (var systemd = new Activator();
                var notify = NotifySocket.at("@faultline-test-" + ProcessHandle.current().pid())) {
            int web = systemd.listen();
            Path file = file(config("127.0.0.1:" + web, "127.0.0.1:0"));
            Activated first =
                    systemd.start(
                            output("told"),
                            command(file),
                            Map.of("NOTIFY_SOCKET", notify.address(), "WATCHDOG_USEC", "400000"));

            assertThat(notify.await("READY=1", text -> text.startsWith("READY=1\n")))
                    .isEqualTo(
                            new NotifySocket.Told(
                                    first.pid(),
                                    "READY=1\nSTATUS=generation 1 is in force on 1 listener"));
            Eventually.until(
                    "three signs of life",
                    () ->
                            notify.told().stream()
                                            .filter(each -> each.text().equals("WATCHDOG=1"))
                                            .count()
                                    >= 3);

            HostCommand.run("kill", "-HUP", Integer.toString(first.pid()));
            assertThat(notify.await("RELOADING=1", text -> text.startsWith("RELOADING=1")).text())
                    .matches("RELOADING=1\nMONOTONIC_USEC=\\d+");
            notify.await("READY=1 again", text -> text.contains("generation 2 is in force"));
            file(config("127.0.0.1:" + web, "127.0.0.1:0").replace("respond", "responf"));
            HostCommand.run("kill", "-HUP", Integer.toString(first.pid()));
            notify.await("why not", text -> text.contains("last reload refused: "));
            file(config("127.0.0.1:" + web, "127.0.0.1:0"));

            RawClient idle = RawClient.connect(web); // keeps the first one for a second
            HostCommand.run("kill", "-USR1", Integer.toString(first.pid()));
            String main = notify.await("MAINPID", text -> text.startsWith("MAINPID=")).text();
            int second = Integer.parseInt(main.substring("MAINPID=".length()));
            idle.expectFin();
            idle.close();
            assertThat(first.awaitExit()).isEqualTo(ExitCode.OK);
            Eventually.until(
                    "the second one is ready and lives",
                    () ->
                            notify.told()
                                            .contains(
                                                    new NotifySocket.Told(
                                                            second,
                                                            "READY=1\nSTATUS=generation 1 is in force on 1 listener"))
                                    && notify.told()
                                            .contains(new NotifySocket.Told(second, "WATCHDOG=1")));
            // The first one is not the service any more: it has nothing to say.
            List<NotifySocket.Told> all = notify.told();
            int handedOver = all.indexOf(new NotifySocket.Told(first.pid(), main));
            assertThat(all.subList(handedOver + 1, all.size()))
                    .allMatch(each -> each.pid() == second);

            ProcessHandle.of(second).orElseThrow().destroy();
            assertThat(notify.await("STOPPING", text -> text.startsWith("STOPPING=1")).pid())
                    .isEqualTo(second);
            try (RawClient waiting = RawClient.connect(web)) { // the supervisor's socket lives on
                waiting.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                systemd.start(output("third"), command(file), Map.of());
                assertThat(waiting.readToEnd().text()).endsWith("hello");
            }
        }
    }

    @Test
    void systemdsOwnActivatorStartsUs() throws IOException {
        Assumptions.assumeTrue(
                HostCommand.attempt("systemd-socket-activate", "--version").succeeded(),
                "needs systemd-socket-activate");
        int port;
        try (ReservedPort free = ReservedPort.any()) {
            port = free.port();
        }
        // One worker, which would wait in its second accept for ever if sockets came blocking and
        // stayed so.
        Path file =
                file(
                        config("127.0.0.1:" + port, "127.0.0.1:0")
                                .replace("workers: 2", "workers: 1"));
        List<String> command =
                new ArrayList<>(
                        List.of("systemd-socket-activate", "-l", "127.0.0.1:" + port, "--"));
        command.addAll(command(file));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var activated = ChildProcess.of(process, "systemd-socket-activate")) {
            activated.awaitLine("Listening on");
            assertThat(get(port)).endsWith("hello");
            activated.terminate();
            assertThat(activated.awaitExit()).isEqualTo(ExitCode.OK);
        }
    }
}
