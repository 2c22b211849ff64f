package io.faultline.app.fleet;

import io.faultline.app.Main;
import io.faultline.testkit.process.ChildProcess;
import io.faultline.testkit.process.HostCommand;
import io.faultline.testkit.process.JavaLaunch;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two machines and a client on one switch, each a network namespace, and on each of the two a Faultline
 * and a keepalived. The switch is a namespace as well, so that nothing of this host is touched.
 *
 * <pre>
 *   left 198.18.77.1 ----+
 *   right 198.18.77.2 ---+-- switch --- client 198.18.77.9          either of the two: 198.18.77.100
 * </pre>
 */
final class TwoMachines implements Closeable {

    static final String SHARED = "198.18.77.100";
    static final int PORT = 8080;

    private static final Path EXAMPLE = Path.of("../deploy/keepalived/keepalived.conf");

    private final Path folder;
    private final String prefix = "fl-vip-" + ProcessHandle.current().pid() + "-";
    private final List<String> names = new ArrayList<>();
    private final List<ChildProcess> children = new ArrayList<>();
    private final Thread lastResort = new Thread(this::removeNamespaces);

    TwoMachines(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            build();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void build() {
        add("switch");
        ip("switch", "link add br0 type bridge");
        ip("switch", "link set br0 up");
        cable("left", "198.18.77.1");
        cable("right", "198.18.77.2");
        cable("client", "198.18.77.9");
    }

    private void cable(String host, String address) {
        add(host);
        ip("switch", "link add " + host + " type veth peer name eth0 netns " + prefix + host);
        ip("switch", "link set " + host + " master br0");
        ip("switch", "link set " + host + " up");
        ip(host, "addr add " + address + "/24 dev eth0");
        ip(host, "link set eth0 up");
    }

    private void add(String name) {
        names.add(name);
        HostCommand.run("ip", "netns", "add", prefix + name);
        ip(name, "link set lo up");
    }

    private void ip(String host, String arguments) {
        HostCommand.run(("ip -n " + prefix + host + " " + arguments).split(" "));
    }

    /** Answers with its name, on all addresses: the shared one is not always here. */
    ChildProcess faultline(String host) {
        Path file = folder.resolve(host + ".yaml");
        write(
                file,
                """
                listeners:
                  - name: web
                    bind: 0.0.0.0:%d
                    http: { routes: [{ respond: { status: 200, body: "%s" } }] }
                admin: { bind: 127.0.0.1:9901 }
                shutdown: { grace: 6s }
                warmUp: 0s
                """
                        .formatted(PORT, host));
        var process =
                JavaLaunch.of(Main.class)
                        .jvmArgs("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")
                        .args("run", "-c", file.toString())
                        .prefixedBy(on(host))
                        .start();
        children.add(process);
        process.awaitLine("  admin ");
        return process;
    }

    /** With the file we ship, where only addresses and priority differ. */
    ChildProcess keepalived(String host, String own, String other, int priority) {
        Path file = folder.resolve(host + ".conf");
        write(
                file,
                read(EXAMPLE)
                        .replace("192.0.2.100", SHARED)
                        .replace("192.0.2.1 ", own + " ")
                        .replace("192.0.2.2\n", other + "\n")
                        .replace("priority 100", "priority " + priority));
        return start(
                host,
                "keepalived",
                "--dont-fork",
                "--log-console",
                "--log-detail",
                "--vrrp",
                "--use-file=" + file,
                "--pid=" + folder.resolve(host + ".pid"),
                "--vrrp_pid=" + folder.resolve(host + "-vrrp.pid"));
    }

    /** Runs a program there until the test ends. */
    ChildProcess start(String host, String... command) {
        List<String> all = new ArrayList<>(on(host));
        all.addAll(List.of(command));
        try {
            var process = new ProcessBuilder(all).redirectErrorStream(true).start();
            var child = ChildProcess.of(process, command[0] + " on " + host);
            children.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hardware address, as the neighbours know it. */
    String hardwareAddress(String host) {
        return run(host, "cat", "/sys/class/net/eth0/address").strip();
    }

    boolean hasTheAddress(String host) {
        return run(host, "ip", "-4", "addr", "show", "dev", "eth0").contains(SHARED + "/");
    }

    String run(String host, String... command) {
        List<String> all = new ArrayList<>(on(host));
        all.addAll(List.of(command));
        return HostCommand.run(all.toArray(String[]::new));
    }

    /** Pulls the cable: not even a word of farewell gets out. */
    void unplug(String host) {
        ip("switch", "link set " + host + " down");
    }

    private List<String> on(String host) {
        return List.of("ip", "netns", "exec", prefix + host);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        // keepalived's children end with their parent only when it is asked nicely.
        children.forEach(ChildProcess::terminate);
        children.forEach(
                child -> {
                    if (child.isAlive()) {
                        child.awaitExit();
                    }
                    child.close();
                });
        removeNamespaces();
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException alreadyEnding) {
            // Then the hook runs, and finds nothing.
        }
    }

    private void removeNamespaces() {
        names.forEach(name -> HostCommand.attempt("ip", "netns", "del", prefix + name));
    }
}
