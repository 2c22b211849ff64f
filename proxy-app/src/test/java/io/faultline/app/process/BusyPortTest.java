package io.faultline.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a {@code /proc} of our own, written as the kernel writes it. */
class BusyPortTest {

    private static final int PORT = 40_000; // 9C40

    @TempDir Path proc;

    @Test
    void aClosedConnectionInTheRangeIsNamedWithTheWaysOut() throws IOException {
        sockets("tcp", socket("0100007F:9C40", "06"));
        range("32768\t60999\n");

        assertThat(BusyPort.of(PORT, proc).orElseThrow())
                .contains("state TIME_WAIT. Wait a minute, choose a port outside of 32768-60999")
                .endsWith("'sysctl -w net.ipv4.ip_local_reserved_ports=40000'");
    }

    @Test
    void anOpenConnectionTellsMoreThanAClosedOne() throws IOException {
        sockets("tcp", socket("0100007F:9C40", "06") + socket("0200007F:9C40", "01"));
        range("32768 60999");

        assertThat(BusyPort.of(PORT, proc).orElseThrow())
                .contains("state ESTABLISHED. Wait until it has ended, choose");
    }

    @Test
    void connectionsOverIpv6AreSeenToo() throws IOException {
        sockets("tcp6", socket("00000000000000000000000000000000:9C40", "08"));

        assertThat(BusyPort.of(PORT, proc).orElseThrow()).contains("state CLOSE_WAIT");
    }

    @Test
    void outsideOfTheRangeNothingIsSaidAboutIt() throws IOException {
        sockets("tcp", socket("0100007F:9C40", "06"));
        range("50000 60999");

        assertThat(BusyPort.of(PORT, proc).orElseThrow())
                .endsWith("Wait a minute (see 'ss -tanp')");
    }

    @Test
    void aRangeThatIsNoneIsLeftOut() throws IOException {
        sockets("tcp", socket("0100007F:9C40", "06"));
        range("hello");

        assertThat(BusyPort.of(PORT, proc).orElseThrow())
                .endsWith("Wait a minute (see 'ss -tanp')");
    }

    @Test
    void whereSomebodyListensTheConnectionsAreNotToBlame() throws IOException {
        sockets("tcp", socket("0100007F:9C40", "01") + socket("00000000:9C40", "0A"));

        assertThat(BusyPort.of(PORT, proc)).isEmpty();
    }

    @Test
    void anotherMachinesPortIsNotOurs() throws IOException {
        sockets("tcp", "   0: 0100007F:1F90 0100007F:9C40 01 0:0 00:0 0 0 0 1 1 0 100 0 0 10 0\n");

        assertThat(BusyPort.of(PORT, proc)).isEmpty();
        assertThat(BusyPort.of(PORT, proc.resolve("nowhere"))).isEmpty();
    }

    private void sockets(String table, String rows) throws IOException {
        Files.createDirectories(proc.resolve("net"));
        Files.writeString(proc.resolve("net").resolve(table), "  sl  local_address\n" + rows);
    }

    private void range(String text) throws IOException {
        Path file = proc.resolve("sys/net/ipv4/ip_local_port_range");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String socket(String local, String state) {
        return "   0: "
                + local
                + " 0100007F:01BB "
                + state
                + " 00000000:00000000 03:00000F5C 00000000     0        0 0 3 0000000000000000\n";
    }
}
