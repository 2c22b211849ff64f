package io.faultline.l7.route;

import static io.faultline.l7.route.Requests.CLIENT;
import static io.faultline.l7.route.Requests.client;
import static io.faultline.l7.route.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.config.HttpYaml;
import io.faultline.l7.message.RequestHead;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    @Test
    void aPrefixTakesWholeSegmentsOnly() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: checkout, match: { path: /checkout }, to: a }
                        - { name: rest, to: b }
                        """);

        assertThat(taker(table, "GET h/checkout")).isEqualTo("checkout");
        assertThat(taker(table, "GET h/checkout/")).isEqualTo("checkout");
        assertThat(taker(table, "GET h/checkout/x/y")).isEqualTo("checkout");
        assertThat(taker(table, "GET h/checkout-old")).isEqualTo("rest");
        assertThat(taker(table, "GET h/checkou")).isEqualTo("rest");
        assertThat(taker(table, "GET h/x/checkout")).isEqualTo("rest");
    }

    @Test
    void theHostDecidesBeforeThePath() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: any-deep, match: { path: /a/b/c }, to: a }
                        - { name: wild, match: { host: "*.example.com", path: /a }, to: a }
                        - { name: longer, match: { host: "*.eu.example.com" }, to: a }
                        - { name: exact, match: { host: shop.example.com, path: /a }, to: b }
                        """);

        assertThat(taker(table, "GET shop.example.com/a/b/c")).isEqualTo("exact");
        assertThat(taker(table, "GET Shop.Example.COM:8443/a")).isEqualTo("exact");
        assertThat(taker(table, "GET shop.example.com./a")).isEqualTo("exact");
        assertThat(taker(table, "GET www.example.com/a/b/c")).isEqualTo("wild");
        assertThat(taker(table, "GET a.b.example.com/a")).isEqualTo("wild");
        assertThat(taker(table, "GET x.eu.example.com/a")).isEqualTo("longer");
        assertThat(taker(table, "GET example.com/a/b/c")).isEqualTo("any-deep");
        assertThat(taker(table, "GET example.com/a")).isEqualTo("none");
        assertThat(taker(table, "GET .example.com/a")).isEqualTo("none");
    }

    @Test
    void aHostWithoutAFittingRouteLeavesTheRequestToWiderOnes() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: img, match: { host: img.example.com, path: /img }, to: a }
                        - { name: wild, match: { host: "*.example.com", path: /w }, to: a }
                        - { name: rest, to: b }
                        """);

        assertThat(taker(table, "GET img.example.com/w")).isEqualTo("wild");
        assertThat(taker(table, "GET img.example.com/x")).isEqualTo("rest");
    }

    @Test
    void exactThenRegexInFileOrderThenLongestPrefixThenAny() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: any, to: a }
                        - { name: short, match: { path: /a }, to: a }
                        - { name: long, match: { path: /a/b }, to: a }
                        - { name: digits, match: { pathRegex: "/a/b/[0-9]+" }, to: a }
                        - { name: words, match: { pathRegex: "/a/.*" , method: POST }, to: a }
                        - { name: one, match: { pathExact: /a/b/1 }, to: b }
                        """);

        assertThat(taker(table, "GET h/a/b/1")).isEqualTo("one");
        assertThat(taker(table, "GET h/a/b/2")).isEqualTo("digits");
        assertThat(taker(table, "POST h/a/b/2")).isEqualTo("digits");
        assertThat(taker(table, "POST h/a/b/x")).isEqualTo("words");
        assertThat(taker(table, "GET h/a/b/x")).isEqualTo("long");
        assertThat(taker(table, "GET h/a/x")).isEqualTo("short");
        assertThat(taker(table, "GET h/x")).isEqualTo("any");
        assertThat(taker(table, "OPTIONS /*")).isEqualTo("any");
    }

    @Test
    void ofRoutesForTheSameHostAndPathTheFirstInTheFileThatFitsIsTaken() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: canary, match: { path: /x, headers: { X-Canary: "1" } }, to: a }
                        - { name: posts, match: { path: /x, methods: [POST, PURGE] }, to: a }
                        - { name: plain, match: { path: /x }, to: b }
                        """);

        assertThat(taker(table, "POST h/x", "x-canary: 1")).isEqualTo("canary");
        assertThat(taker(table, "POST h/x", "x-canary: 11")).isEqualTo("posts");
        assertThat(taker(table, "PURGE h/x")).isEqualTo("posts");
        assertThat(taker(table, "PATCH h/x")).isEqualTo("plain");
    }

    @Test
    void headersAreComparedLineByLine() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: is, match: { headers: { X-A: yes } }, to: a }
                        - { name: begins, match: { headers: { x-a: { prefix: ios- } } }, to: a }
                        - { name: ends, match: { headers: { x-a: { suffix: "-beta" } } }, to: a }
                        - { name: has, match: { headers: { x-a: { contains: ooo } } }, to: a }
                        - { name: like, match: { headers: { x-a: { regex: "v[0-9]+" } } }, to: a }
                        - { name: absent, match: { headers: { x-a: { present: false } } }, to: a }
                        - { name: there, match: { headers: { x-b: { present: true } } }, to: b }
                        """);

        assertThat(taker(table, "GET h/", "X-A: no", "x-A: yes")).isEqualTo("is");
        assertThat(taker(table, "GET h/", "X-A: YES")).isEqualTo("none");
        assertThat(taker(table, "GET h/", "X-A: ios-7")).isEqualTo("begins");
        assertThat(taker(table, "GET h/", "X-A: 7-beta")).isEqualTo("ends");
        assertThat(taker(table, "GET h/", "X-A: foooooo")).isEqualTo("has");
        assertThat(taker(table, "GET h/", "X-A: v12")).isEqualTo("like");
        assertThat(taker(table, "GET h/", "X-A: v12x", "X-B:")).isEqualTo("there");
        assertThat(taker(table, "GET h/")).isEqualTo("absent");
    }

    @Test
    void queryParametersAreComparedAsTheyAreWritten() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: one, match: { query: { v: "1" } }, to: a }
                        - { name: flag, match: { query: { preview: { present: true } } }, to: a }
                        - { name: without, match: { query: { x: { present: false } } }, to: b }
                        """);

        assertThat(taker(table, "GET h/?v=1")).isEqualTo("one");
        assertThat(taker(table, "GET h/?x=y&v=1&z")).isEqualTo("one");
        assertThat(taker(table, "GET h/?x=y&v=11")).isEqualTo("none");
        assertThat(taker(table, "GET h/?x&vv=1")).isEqualTo("none");
        assertThat(taker(table, "GET h/?x&v=%31")).isEqualTo("none");
        assertThat(taker(table, "GET h/?x=1&preview")).isEqualTo("flag");
        assertThat(taker(table, "GET h/?preview=&x")).isEqualTo("flag");
        assertThat(taker(table, "GET h/?")).isEqualTo("without");
        assertThat(taker(table, "GET h/")).isEqualTo("without");
    }

    @Test
    void clientsAreMatchedByTheirRange() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: inside, match: { clients: [10.0.0.0/8, "2001:db8::/32"] }, to: a }
                        - { name: outside, to: b }
                        """);

        assertThat(taker(table, client("10.1.2.3"), request("GET h/"))).isEqualTo("inside");
        assertThat(taker(table, client("2001:db8::7"), request("GET h/"))).isEqualTo("inside");
        assertThat(taker(table, client("192.0.2.1"), request("GET h/"))).isEqualTo("outside");
    }

    @Test
    void aRouteWithSeveralHostsIsOneRoute() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: shop, match: { hosts: [a.example, "*.b.example"] }, to: a }
                        - { to: b, match: { path: /x } }
                        """);

        Route one = table.match(request("GET a.example/"), CLIENT);
        Route other = table.match(request("GET x.b.example/"), CLIENT);

        assertThat(one).isNotNull().isSameAs(other);
        assertThat(table.match(request("GET c.example/x"), CLIENT))
                .satisfies(route -> assertThat(route.label()).isEqualTo("edge.yaml:7"));
    }

    @Test
    void aRequestWithoutAHostIsForRoutesOfAnyHost() {
        RouteTable table =
                HttpYaml.table(
                        """
                        - { name: named, match: { host: a.example }, to: a }
                        - { name: any, to: b }
                        """);

        assertThat(taker(table, "GET /")).isEqualTo("any");
        assertThat(taker(table, "GET [2001:db8::1]:80/")).isEqualTo("any");
    }

    static String taker(RouteTable table, String line, String... fields) {
        return taker(table, CLIENT, request(line, fields));
    }

    private static String taker(RouteTable table, PeerAddress client, RequestHead head) {
        Route route = table.match(head, client);
        return route == null ? "none" : route.label();
    }
}
