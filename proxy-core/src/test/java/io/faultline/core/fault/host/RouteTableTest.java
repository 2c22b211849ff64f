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
}
