package io.faultline.core.fault.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.testkit.ManualClock;
import io.faultline.testkit.ManualScheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostWatchTest {

    private static final PeerAddress ENDPOINT = PeerAddress.ofV4(0x0a00_0009, 5432); // 10.0.0.9
    private static final String SOCKETS_HEADING = "  sl  local_address rem_address   st\n";

    @TempDir private Path proc;
    private HostWatch watch;

    @BeforeEach
    void anEmptyProc() {
        watch = new HostWatch(proc);
    }

    @Test
    void aSystemThatTellsNothingIsUnknown() {
        watch.look();

        HostView view = watch.view();
        assertThat(view.conntrack()).hasToString("unknown");
        assertThat(view.conntrack().isFull()).isFalse();
        assertThat(view.ports()).hasToString("unknown");
        assertThat(view.neighbors().stateOf(ENDPOINT)).isEqualTo(Neighbor.UNKNOWN);
        assertThat(view.routes().towards(ENDPOINT).kind()).isEqualTo(Route.Kind.UNKNOWN);
    }

    @Test
    void everyFileIsReadAnewByEachLook() throws IOException {
        write("sys/net/netfilter/nf_conntrack_max", "65536\n");
        write("sys/net/netfilter/nf_conntrack_count", "12\n");
        write("sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        write("net/arp", "IP address HW type\n10.0.0.9 0x1 0x0 00:00:00:00:00:00 * eth0\n");
        watch.look();
        assertThat(watch.view().conntrack().isFull()).isFalse();
        assertThat(watch.view().ports().size()).isEqualTo(28_232);
        assertThat(watch.view().neighbors().stateOf(ENDPOINT)).isEqualTo(Neighbor.INCOMPLETE);

        write("sys/net/netfilter/nf_conntrack_count", "65536\n");
        write("net/arp", "IP address HW type\n10.0.0.9 0x1 0x2 02:00:00:00:00:09 * eth0\n");
        watch.look();

        assertThat(watch.view().conntrack()).hasToString("65536/65536");
        assertThat(watch.view().conntrack().isFull()).isTrue();
        assertThat(watch.view().neighbors().stateOf(ENDPOINT)).isEqualTo(Neighbor.RESOLVED);
    }

    @Test
    void aFileThatMakesNoSenseIsAsGoodAsNone() throws IOException {
        write("sys/net/netfilter/nf_conntrack_max", "a lot");
        write("sys/net/netfilter/nf_conntrack_count", "more");
        write("sys/net/ipv4/ip_local_port_range", "all of them");
        write("net/arp", "heading\nnot-an-address 0x1 zero\n10.0.0.9\n\n");
        write("net/route", "heading\neth0 nonsense\n* * * * * * * *\n");

        watch.look();

        assertThat(watch.view().conntrack()).hasToString("unknown");
        assertThat(watch.view().ports()).hasToString("unknown");
        assertThat(watch.view().neighbors().stateOf(ENDPOINT)).isEqualTo(Neighbor.ABSENT);
        assertThat(watch.view().routes().towards(ENDPOINT).kind()).isEqualTo(Route.Kind.NONE);
    }

    /** Whoever has a million routes would pay for reading them each second. */
    @Test
    void aTableTooLargeToReadEachSecondIsUnknown() throws IOException {
        write("net/route", "heading\n" + " ".repeat(2 << 20));

        watch.look();

        assertThat(watch.view().routes().towards(ENDPOINT).kind()).isEqualTo(Route.Kind.UNKNOWN);
    }

    @Test
    void portsAreCountedOnceADestinationHasRunOut() throws IOException {
        write("sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        write(
                "net/tcp",
                SOCKETS_HEADING
                        + "0: 0200000A:8000 0900000A:1538 01 00\n" // taken: 32768 to 10.0.0.9:5432
                        + "1: 0200000A:8001 0900000A:1538 06 00\n" // taken: waiting for its end
                        + "2: 0200000A:0401 0900000A:1538 01 00\n" // not from the range
                        + "3: 0200000A:8002 0800000A:1538 01 00\n" // to another host
                        + "4: 0900000A:1538 0200000A:8003 01 00\n"); // the other way round
        write(
                "net/tcp6",
                SOCKETS_HEADING
                        + "0: 0000000000000000FFFF00000200000A:8004"
                        + " 0000000000000000FFFF00000900000A:1538 01 00\n");
        watch.look();
        Fault first = watch.refine(outOfPorts(), ENDPOINT);

        watch.look();

        assertThat(first.evidence().toString()).contains("available=28232").doesNotContain("used");
        assertThat(watch.refine(outOfPorts(), ENDPOINT).evidence().toString())
                .endsWith("ports=32768-60999 available=28232 used=3");
    }

    @Test
    void theLongListOfSocketsIsReadSeldomAndAnOldCountIsForgotten() throws IOException {
        write("sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        write("net/tcp", SOCKETS_HEADING + "0: 0200000A:8000 0900000A:1538 01 00\n");
        watch.refine(outOfPorts(), ENDPOINT);
        watch.look();
        PortUse counted = watch.view().portUse();
        assertThat(counted).isEqualTo(new PortUse(ENDPOINT, 1));

        watch.refine(outOfPorts(), ENDPOINT);
        watch.look();
        assertThat(watch.view().portUse()).as("counted again at once").isSameAs(counted);

        looks(10);
        assertThat(watch.view().portUse()).as("asked for meanwhile").isNotSameAs(counted);

        looks(11);
        assertThat(watch.view().portUse()).as("nobody asked for it since").isNull();
    }

    @Test
    void onceStartedItLooksEachSecondUntilItIsCancelled() throws IOException {
        var control = new ManualScheduler(new ManualClock());
        var looking = watch.start(control);
        control.runDue();
        assertThat(watch.view()).isNotSameAs(HostView.UNKNOWN);

        write("sys/net/ipv4/ip_local_port_range", "1024 2047");
        control.advance(Duration.ofSeconds(1));
        assertThat(watch.view().ports().size()).isEqualTo(1024);

        looking.cancel(false);
        HostView last = watch.view();
        control.advance(Duration.ofMinutes(1));
        assertThat(watch.view()).isSameAs(last);
    }

    private void looks(int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    private static Fault outOfPorts() {
        return FaultClassifier.ofErrno(Errno.EADDRNOTAVAIL, Stage.CONNECT, Side.UPSTREAM, ENDPOINT);
    }

    private void write(String file, String text) throws IOException {
        Path path = proc.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
