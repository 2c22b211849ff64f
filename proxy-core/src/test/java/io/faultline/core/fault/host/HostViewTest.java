package io.faultline.core.fault.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.Errno;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultClassifier;
import io.faultline.core.fault.NetworkFault;
import io.faultline.core.fault.TransportFault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HostViewTest {

    private static final PeerAddress NEIGHBOR = PeerAddress.ofV4(0x0a00_0009, 80); // 10.0.0.9
    private static final PeerAddress FAR = PeerAddress.ofV4(0xc633_6401, 80); // 198.51.100.1
    private static final PeerAddress REJECTED = PeerAddress.ofV4(0xcb00_7101, 80); // 203.0.113.1

    /** 10.0.0.0/24 is our wire, 198.51.100.0/24 lies behind 10.0.0.1, 203.0.113.1 is rejected. */
    private static final RouteTable ROUTES =
            RouteTable.parse(
                    """
                    Iface Destination Gateway  Flags RefCnt Use Metric Mask     MTU Window IRTT
                    eth0  0000000A    00000000 0001  0      0   0      00FFFFFF 0   0      0
                    eth0  006433C6    0100000A 0003  0      0   0      00FFFFFF 0   0      0
                    *     017100CB    00000000 0205  0      0   0      FFFFFFFF 0   0      0
                    """);

    private static final Conntrack FULL = new Conntrack(65_530, 65_536);

    @Test
    void anEndpointThatDoesNotAnswerArpIsALayerTwoFaultOfItsOwn() {
        var view = view(Conntrack.UNKNOWN, "10.0.0.9 0x1 0x0 00:00:00:00:00:00 * eth0");

        assertThat(view.refine(connectFault(Errno.EHOSTUNREACH), NEIGHBOR))
                .hasToString(
                        "L2.NEIGHBOR_UNRESOLVED (upstream, connect) errno=EHOSTUNREACH"
                                + " seen_as=L3.HOST_UNREACHABLE neighbor=incomplete next_hop=10.0.0.9"
                                + " suspected=nobody answers ARP for 10.0.0.9");
    }

    @Test
    void aGatewayThatDoesNotAnswerArpIsNotTheEndpointsFault() {
        var view = view(Conntrack.UNKNOWN, "10.0.0.1 0x1 0x0 00:00:00:00:00:00 * eth0");

        assertThat(view.refine(connectFault(Errno.EHOSTUNREACH), FAR))
                .hasToString(
                        "L2.NEIGHBOR_UNRESOLVED (proxy, connect) errno=EHOSTUNREACH"
                                + " seen_as=L3.HOST_UNREACHABLE neighbor=incomplete gateway=10.0.0.1"
                                + " suspected=nobody answers ARP for 10.0.0.1");
    }

    /** Our own connect timer may fire just before the kernel gives up on ARP. */
    @Test
    void aConnectThatTimedOutWhileArpWasUnansweredIsTheSameFault() {
        var view = view(Conntrack.UNKNOWN, "10.0.0.9 0x1 0x0 00:00:00:00:00:00 * eth0");

        assertThat(view.refine(connectFault(Errno.ETIMEDOUT), NEIGHBOR).code().id())
                .isEqualTo("L2.NEIGHBOR_UNRESOLVED");
    }

    @Test
    void aNeighborThatAnswersLeavesTheFaultWhereItWas() {
        var view = view(Conntrack.UNKNOWN, "10.0.0.9 0x1 0x2 02:00:00:00:00:09 * eth0");

        Fault refined = view.refine(connectFault(Errno.EHOSTUNREACH), NEIGHBOR);

        assertThat(refined.code()).isEqualTo(NetworkFault.HOST_UNREACHABLE);
        assertThat(refined.evidence().value("neighbor")).startsWith("resolved: ");
    }

    @Test
    void aConnectionThatDiedWithItsNeighborIsALayerTwoFault() {
        var view = view(Conntrack.UNKNOWN, "10.0.0.9 0x1 0x0 00:00:00:00:00:00 * eth0");
        Fault lost =
                Fault.of(TransportFault.WRITE_STALLED, Side.UPSTREAM, Stage.REQUEST)
                        .with("suspected", "the path");

        assertThat(view.refine(lost, NEIGHBOR).code().id()).isEqualTo("L2.NEIGHBOR_UNRESOLVED");
    }

    /** It does not read, so it is there: an entry that has grown old says nothing. */
    @Test
    void aPeerThatOnlyDoesNotReadHasANeighbor() {
        var view = view(Conntrack.UNKNOWN, "10.0.0.9 0x1 0x0 00:00:00:00:00:00 * eth0");
        Fault full = Fault.of(TransportFault.WRITE_STALLED, Side.UPSTREAM, Stage.REQUEST);
        Fault client =
                Fault.of(TransportFault.WRITE_STALLED, Side.CLIENT, Stage.RESPONSE)
                        .with("suspected", "the path");

        assertThat(view.refine(full, NEIGHBOR)).isSameAs(full);
        assertThat(view.refine(client, NEIGHBOR)).isSameAs(client);
    }

    @Test
    void aFullConntrackTableIsOurFaultAndSaysHowFull() {
        var view = view(FULL, "");

        assertThat(view.refine(connectFault(Errno.ETIMEDOUT), FAR))
                .hasToString(
                        "L4.CONNTRACK_FULL (proxy, connect) errno=ETIMEDOUT"
                                + " seen_as=L4.CONNECT_TIMEOUT conntrack=65530/65536"
                                + " suspected=our own table of tracked connections is full, and"
                                + " drops or refuses new ones");
        assertThat(view.refine(connectFault(Errno.EPERM), FAR).code().id())
                .isEqualTo("L4.CONNTRACK_FULL");
    }

    @Test
    void aTableWithRoomIsNoExcuse() {
        var view = view(new Conntrack(60_000, 65_536), "");
        Fault seen = connectFault(Errno.ETIMEDOUT);

        assertThat(view.refine(seen, FAR)).isSameAs(seen);
    }

    /** A refused connect was answered by somebody: the table let it through. */
    @Test
    void aFullTableExplainsNothingThatWasAnswered() {
        Fault refused = connectFault(Errno.ECONNREFUSED);

        assertThat(view(FULL, "").refine(refused, FAR)).isSameAs(refused);
    }

    @Test
    void aRouteThatOurOwnTableLacksIsOurFault() {
        var nowhere = PeerAddress.ofV4(0xc000_0201, 80);

        Fault refined =
                view(Conntrack.UNKNOWN, "").refine(connectFault(Errno.ENETUNREACH), nowhere);

        assertThat(refined)
                .hasToString(
                        "L3.NETWORK_UNREACHABLE (proxy, connect) errno=ENETUNREACH our_route=none");
    }

    @Test
    void aRouteThatOurOwnTableRejectsIsOurFault() {
        Fault refined =
                view(Conntrack.UNKNOWN, "").refine(connectFault(Errno.EHOSTUNREACH), REJECTED);

        assertThat(refined.code()).isEqualTo(NetworkFault.HOST_UNREACHABLE);
        assertThat(refined.side()).isEqualTo(Side.PROXY);
        assertThat(refined.evidence().toString()).contains("our_route=rejected");
    }

    /** EHOSTUNREACH took a route: one of a table that policy routing keeps apart from the main one. */
    @Test
    void aHostThatWasFoundUnreachableHadARouteEvenIfWeDoNotSeeIt() {
        Fault seen = connectFault(Errno.EHOSTUNREACH);

        assertThat(view(Conntrack.UNKNOWN, "").refine(seen, PeerAddress.ofV4(0xc000_0201, 80)))
                .isSameAs(seen);
    }

    @Test
    void aRouterThatSaysUnreachableOnAWayWeKnowStaysUpstreams() {
        Fault seen = connectFault(Errno.ENETUNREACH);

        assertThat(view(Conntrack.UNKNOWN, "").refine(seen, FAR)).isSameAs(seen);
    }

    @Test
    void exhaustedPortsAreCountedWhereTheyWereCountedForThatDestination() {
        Fault seen = connectFault(Errno.EADDRNOTAVAIL);
        var counted = view(new PortUse(FAR, 28_230));

        assertThat(counted.refine(seen, FAR).evidence())
                .hasToString("errno=EADDRNOTAVAIL ports=32768-60999 available=28232 used=28230");
        assertThat(counted.refine(seen, NEIGHBOR).evidence())
                .hasToString("errno=EADDRNOTAVAIL ports=32768-60999 available=28232");
        assertThat(view(new PortUse(FAR, -1)).refine(seen, FAR).evidence().toString())
                .doesNotContain("used");
    }

    @Test
    void aHostThatTellsNothingChangesNothing() {
        for (int errno :
                new int[] {
                    Errno.ETIMEDOUT,
                    Errno.EHOSTUNREACH,
                    Errno.ENETUNREACH,
                    Errno.EPERM,
                    Errno.EADDRNOTAVAIL,
                    Errno.ECONNREFUSED
                }) {
            Fault seen = connectFault(errno);
            assertThat(HostView.UNKNOWN.refine(seen, NEIGHBOR)).isSameAs(seen);
        }
    }

    @Test
    void ipv6HasNoNeighborFileAndIsLeftAlone() {
        var v6 = PeerAddress.ofV6(0x2001_0db8_0000_0000L, 1, 80, 0);
        Fault seen = connectFault(Errno.EHOSTUNREACH);

        assertThat(view(Conntrack.UNKNOWN, "").refine(seen, v6)).isSameAs(seen);
    }

    private static Fault connectFault(int errno) {
        return FaultClassifier.ofErrno(errno, Stage.CONNECT, Side.UPSTREAM, null);
    }

    private static HostView view(Conntrack conntrack, String arpLine) {
        NeighborTable neighbors =
                NeighborTable.parse("IP HW Flags Address Mask Device\n" + arpLine);
        return new HostView(conntrack, neighbors, ROUTES, PortRange.UNKNOWN, null);
    }

    private static HostView view(@Nullable PortUse use) {
        var range = new PortRange(32_768, 60_999);
        return new HostView(Conntrack.UNKNOWN, NeighborTable.UNKNOWN, ROUTES, range, use);
    }
}
