package io.faultline.core.observe.saturation.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.observe.saturation.EventCount;
import io.faultline.core.observe.saturation.EventKind;
import io.faultline.core.observe.saturation.Resource;
import io.faultline.core.observe.saturation.ResourceKind;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.core.observe.saturation.SaturationWatch;
import io.faultline.core.wire.Destination;
import io.faultline.core.wire.Destinations;
import io.faultline.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On what a real kernel wrote. */
class LinuxHostTest {

    private static final PeerAddress ENDPOINT = PeerAddress.ofV4(0x0a00_0001, 8080); // 10.0.0.1

    @TempDir private Path root;
    private final ManualClock clock = new ManualClock();
    private final Destinations one = new Destinations();
    private final Destinations two = new Destinations();
    private RecordedHost host;
    private LinuxHost linux;
    private SaturationWatch watch;

    @BeforeEach
    void record() throws IOException {
        host = new RecordedHost(root);
        linux = new LinuxHost(host.proc(), host.sys(), () -> List.of(one, two));
        watch = new SaturationWatch(List.of(linux), clock::nanos, clock.wall());
    }

    @AfterEach
    void close() {
        linux.close();
    }

    @Test
    void eachTableIsReadToItsLimit() {
        assertThat(ratio(ResourceKind.NEIGHBORS)).isEqualTo(255 / 1024.0);
        assertThat(ratio(ResourceKind.CONNTRACK)).isEqualTo(0.75);
        assertThat(ratio(ResourceKind.TCP_MEMORY)).isEqualTo(0.25);
        assertThat(ratio(ResourceKind.FRAGMENTS)).isEqualTo(0.5);
        assertThat(ratio(ResourceKind.SYSTEM_FILES)).isEqualTo(973 / 2_465_972.0);
        assertThat(resource(ResourceKind.FILES, "").limit()).isEqualTo(20_000);
    }

    @Test
    void countersOfAllCpusInterfacesAndFamiliesAreSummed() {
        assertThat(total(EventKind.RECEIVE_ERRORS)).isEqualTo(2);
        assertThat(total(EventKind.RECEIVE_DROPS)).as("without loopback's 36").isEqualTo(3);
        assertThat(total(EventKind.SEND_ERRORS)).isEqualTo(4);
        assertThat(total(EventKind.SEND_DROPS)).isEqualTo(5);
        assertThat(total(EventKind.CARRIER_LOST)).isEqualTo(6);
        assertThat(total(EventKind.BACKLOG_DROPS)).isEqualTo(0x25);
        assertThat(total(EventKind.NEIGHBORS_FAILED)).isEqualTo(16);
        assertThat(total(EventKind.NEIGHBOR_TABLE_FULL)).isEqualTo(3);
        assertThat(total(EventKind.NO_ROUTE)).isEqualTo(9 + 1 + 2 + 3);
        assertThat(total(EventKind.PACKETS_DISCARDED)).isEqualTo(7 + 8);
        assertThat(total(EventKind.REASSEMBLY_FAILED)).isEqualTo(10);
        assertThat(total(EventKind.UNREACHABLE_RECEIVED)).isEqualTo(353 + 5);
        assertThat(total(EventKind.UNREACHABLE_SENT)).isEqualTo(348 + 6);
        assertThat(total(EventKind.TIME_EXCEEDED)).isEqualTo(11);
        assertThat(total(EventKind.LISTEN_OVERFLOWS)).isEqualTo(3_697);
        assertThat(total(EventKind.LISTEN_DROPS)).isEqualTo(3_699);
        assertThat(total(EventKind.SYN_QUEUE_FULL)).isEqualTo(13 + 14);
        assertThat(total(EventKind.MEMORY_ABORTS)).isEqualTo(12);
        assertThat(total(EventKind.SEGMENTS_SENT)).isEqualTo(1_719_574_070);
        assertThat(total(EventKind.RETRANSMITS)).isEqualTo(206_422);
        assertThat(total(EventKind.CONNTRACK_DROPS)).isEqualTo(16);
        assertThat(total(EventKind.CONNTRACK_EARLY_DROPS)).isEqualTo(3);
    }

    @Test
    void theBusierDirectionOfALinkIsHeldAgainstItsSpeed() throws IOException {
        assertThat(resource(ResourceKind.LINK, "eth0").unknown()).contains("two looks");

        host.change("proc/self/net/dev", " 822381 ", " 125822381 "); // 125 MB sent: 1,000 Mbit
        clock.advance(Duration.ofSeconds(2));

        assertThat(resource(ResourceKind.LINK, "eth0").state())
                .isEqualTo("500 Mbit/s of 1.0 Gbit/s used (50 %)");
    }

    @Test
    void aLinkWithoutASpeedIsUnknownAndLoopbackNoLink() throws IOException {
        host.write("sys/class/net/eth0/speed", "-1\n");

        assertThat(resource(ResourceKind.LINK, "eth0").unknown()).contains("does not tell");
        assertThat(look().resources())
                .filteredOn(each -> each.kind() == ResourceKind.LINK)
                .as("nor one over which nothing ever went")
                .hasSize(1);
    }

    @Test
    void namesOfCountersMayMoveBetweenKernels() throws IOException {
        host.change(
                "proc/self/net/netstat", "TcpExt: SyncookiesSent", "TcpExt: New SyncookiesSent");
        host.change("proc/self/net/netstat", "TcpExt: 0 0 0 629", "TcpExt: 77 0 0 0 629");

        assertThat(total(EventKind.LISTEN_OVERFLOWS)).isEqualTo(3_697);
    }

    @Test
    void portsTowardsAnAddressAreCountedOverAllWorkersWithoutTheReservedOnes() {
        look();
        open(one, 3_000);
        open(two, 2_000);

        Resource ports = resource(ResourceKind.SOURCE_PORTS, "10.0.0.1:8080");

        assertThat(ports.used()).isEqualTo(5_000);
        assertThat(ports.limit()).isEqualTo(28_232 - 101);
    }

    @Test
    void whatWasClosedWithinAMinuteHoldsItsPortAsFarAsTheKernelSaysSo() {
        Destination towards = open(one, 1_000);
        look();
        close(towards, 500);

        clock.advance(Duration.ofSeconds(2));
        Resource ports = resource(ResourceKind.SOURCE_PORTS, "10.0.0.1:8080");
        assertThat(ports.used()).isEqualTo(1_000);
        assertThat(ports.note()).isEqualTo("about 500 in TIME-WAIT");

        close(towards, 400);
        clock.advance(Duration.ofSeconds(2));
        assertThat(resource(ResourceKind.SOURCE_PORTS, "10.0.0.1:8080").used())
                .as("100 open, and of 900 that were closed the kernel has 600 in TIME-WAIT")
                .isEqualTo(100 + 600);

        clock.advance(Duration.ofSeconds(61));
        assertThat(resource(ResourceKind.SOURCE_PORTS, "10.0.0.1:8080").used()).isEqualTo(100);
    }

    @Test
    void whereEndedConnectionsLendTheirPortsOnlyOpenOnesCount() throws IOException {
        Destination towards = open(one, 1_000);
        look();
        close(towards, 500);
        host.write("proc/sys/net/ipv4/tcp_tw_reuse", "1\n");
        clock.advance(Duration.ofSeconds(2));

        assertThat(resource(ResourceKind.SOURCE_PORTS, "10.0.0.1:8080").used()).isEqualTo(500);
    }

    @Test
    void theFactsOfAFaultAreThoseOfTheMomentItHappens() {
        look();
        open(one, 7);

        assertThat(linux.facts().portsUsed().applyAsLong(ENDPOINT)).isEqualTo(7);
        assertThat(linux.facts().portsReserved()).isEqualTo(101);
        assertThat(linux.facts().fileLimit()).isEqualTo(20_000);
    }

    @Test
    void aTrackingTableThatTurnedSomebodyAwayIsRememberedForSomeSeconds() throws IOException {
        look();
        assertThat(linux.facts().conntrackDropped()).as("what was before us").isFalse();

        host.change("proc/self/net/stat/nf_conntrack", " 0000000b ", " 0000000c ");
        clock.advance(Duration.ofSeconds(2));
        look();
        assertThat(linux.facts().conntrackDropped()).isTrue();

        clock.advance(Duration.ofSeconds(9));
        look();
        assertThat(linux.facts().conntrackDropped()).isTrue();
        clock.advance(Duration.ofSeconds(2));
        look();
        assertThat(linux.facts().conntrackDropped()).isFalse();
    }

    @Test
    void aSystemWithoutTheseFilesIsUnknownInEveryLayer() throws IOException {
        var nothing = new LinuxHost(root.resolve("no"), root.resolve("where"), List::of);
        watch = new SaturationWatch(List.of(nothing), clock::nanos, clock.wall());

        SaturationReport report = look();

        assertThat(report.resources()).isNotEmpty().noneMatch(Resource::isKnown);
        assertThat(report.events()).isNotEmpty().noneMatch(EventCount::isKnown);
    }

    @Test
    void aFileThatComesLaterIsReadThen() throws IOException {
        Files.delete(host.proc().resolve("sys/net/netfilter/nf_conntrack_max"));
        assertThat(resource(ResourceKind.CONNTRACK, "").unknown()).contains("does not track");

        host.write("proc/sys/net/netfilter/nf_conntrack_max", "393216\n");

        assertThat(ratio(ResourceKind.CONNTRACK)).isEqualTo(0.5);
    }

    private Destination open(Destinations worker, int connections) {
        Destination towards = Objects.requireNonNull(worker.towards(ENDPOINT));
        for (int i = 0; i < connections; i++) {
            towards.opened();
        }
        return towards;
    }

    private static void close(Destination towards, int connections) {
        for (int i = 0; i < connections; i++) {
            towards.closed();
        }
    }

    private SaturationReport look() {
        watch.look();
        return watch.report();
    }

    private double ratio(ResourceKind kind) {
        return look().fullest(kind).orElseThrow().ratio();
    }

    private long total(EventKind kind) {
        return look().events().get(kind.ordinal()).total();
    }

    private Resource resource(ResourceKind kind, String subject) {
        return look().resources().stream()
                .filter(each -> each.kind() == kind && each.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
