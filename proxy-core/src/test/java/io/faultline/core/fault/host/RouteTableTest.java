package io.faultline.core.fault.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private static final String HEADING =
            "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n";
    private static final String DEFAULT = "eth0 00000000 010200C0 0003 0 0 0 00000000 0 0 0\n";
    private static final String OWN_WIRE = "eth0 000200C0 00000000 0001 0 0 0 00FFFFFF 0 0 0\n";

    @Test
    void theLongestPrefixDecides() {
        RouteTable routes = RouteTable.parse(HEADING + DEFAULT + OWN_WIRE);

        assertThat(routes.towards(v4(192, 0, 2, 77))).isEqualTo(Route.DIRECT);
        assertThat(routes.towards(v4(8, 8, 8, 8))).isEqualTo(Route.via(v4(192, 0, 2, 1)));
        assertThat(routes.towards(v4(8, 8, 8, 8)).nextHop(v4(8, 8, 8, 8)))
                .isEqualTo(v4(192, 0, 2, 1));
    }

    @Test
    void ofEqualPrefixesTheSmallerMetricDecides() {
        RouteTable routes =
                RouteTable.parse(
                        HEADING
                                + "eth1 00000000 FE0200C0 0003 0 0 200 00000000 0 0 0\n"
                                + "eth0 00000000 010200C0 0003 0 0 100 00000000 0 0 0\n");

        assertThat(routes.towards(v4(8, 8, 8, 8)).gateway()).isEqualTo(v4(192, 0, 2, 1));
    }

    @Test
    void withoutADefaultRouteThereIsNoWay() {
        assertThat(RouteTable.parse(HEADING + OWN_WIRE).towards(v4(8, 8, 8, 8)))
                .isEqualTo(Route.NONE);
        assertThat(RouteTable.parse(HEADING).towards(v4(8, 8, 8, 8))).isEqualTo(Route.NONE);
    }

    /** As the kernel lists an unreachable route, a prohibit route and, without the flag, a blackhole. */
    @Test
    void aRouteThatLeadsNowhereIsRejected() {
        RouteTable routes =
                RouteTable.parse(
                        HEADING
                                + DEFAULT
                                + "* 017100CB 00000000 0205 0 0 0 FFFFFFFF 0 0 0\n"
                                + "* 027100CB 00000000 0005 0 0 0 FFFFFFFF 0 0 0\n");

        assertThat(routes.towards(v4(203, 0, 113, 1))).isEqualTo(Route.REJECTED);
        assertThat(routes.towards(v4(203, 0, 113, 2))).isEqualTo(Route.REJECTED);
    }

    @Test
    void aRouteThatIsDownDoesNotCount() {
        RouteTable routes =
                RouteTable.parse(HEADING + "eth0 000200C0 00000000 0000 0 0 0 00FFFFFF 0 0 0\n");

        assertThat(routes.towards(v4(192, 0, 2, 77))).isEqualTo(Route.NONE);
    }

    private static PeerAddress v4(int a, int b, int c, int d) {
        return PeerAddress.ofV4(a << 24 | b << 16 | c << 8 | d, 0);
    }

    private static final String ZERO = "00000000000000000000000000000000";

    @Test
    void thoseOfIpv6HaveATableOfTheirOwn() {
        RouteTable routes =
                RouteTable.parse(
                        null,
                        v6("20010db8000000000000000000000000 40", ZERO, "00000100", "00000001")
                                + v6(
                                        ZERO + " 00",
                                        "20010db8000000000000000000000001",
                                        "00000400",
                                        "00000003")
                                + v6(
                                        "20010db8000a00000000000000000000 30",
                                        ZERO,
                                        "00000400",
                                        "00200201")
                                + v6(ZERO + " 00", ZERO, "ffffffff", "00200200"));

        assertThat(routes.towards(v6(0x2001_0db8_0000_0000L, 5))).isEqualTo(Route.DIRECT);
        assertThat(routes.towards(v6(0x2001_0db8_0000_0001L, 5)).gateway())
                .isEqualTo(v6(0x2001_0db8_0000_0000L, 1));
        assertThat(routes.towards(v6(0x2001_0db8_000a_0000L, 5))).isEqualTo(Route.REJECTED);
        assertThat(routes.towards(v4(8, 8, 8, 8))).isEqualTo(Route.UNKNOWN);
    }

    @Test
    void theKernelsOwnWordForNoRouteIsNone() {
        RouteTable routes = RouteTable.parse(null, v6(ZERO + " 00", ZERO, "ffffffff", "00200200"));

        assertThat(routes.towards(v6(0x2001_0db8_0000_0000L, 5))).isEqualTo(Route.NONE);
    }

    private static String v6(String prefix, String gateway, String metric, String flags) {
        return "%s %s 00 %s %s 00000001 00000000 %s     eth0\n"
                .formatted(prefix, ZERO, gateway, metric, flags);
    }

    private static PeerAddress v6(long high, long low) {
        return PeerAddress.ofV6(high, low, 0, 0);
    }
}
