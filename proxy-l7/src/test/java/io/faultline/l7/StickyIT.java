package io.faultline.l7;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.value.HostPort;
import io.faultline.core.upstream.order.OrderChange;
import io.faultline.testkit.leak.LeakGuard;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that stay on their endpoint, by a cookie that only proxies with the same key understand. */
@ExtendWith(LeakGuard.class)
class StickyIT {

    private static final Pattern COOKIE = Pattern.compile("Set-Cookie: (sid=[^;]*)(;[^\r]*)?\r\n");
    private static final String KEY = "key: 0123456789abcdef";

    @Test
    void aClientStaysOnTheEndpointOfItsFirstAnswer() {
        try (var a = HttpOrigin.saying("a");
                var b = HttpOrigin.saying("b");
                var bench = bench("cookie: sid", a, b)) {
            for (int client = 0; client < 4; client++) {
                String first = get(bench, null);
                String cookie = cookieOf(first);
                for (int i = 0; i < 5; i++) {
                    String next = get(bench, cookie);
                    assertThat(bodyOf(next)).isEqualTo(bodyOf(first));
                    assertThat(next).doesNotContain("Set-Cookie");
                }
            }
            assertThat(a.requests()).isNotEmpty();
            assertThat(b.requests()).isNotEmpty();
        }
    }

    @Test
    void theCookieSaysNothingAndHasTheUsualAttributes() {
        try (var a = HttpOrigin.saying("a");
                var bench = bench("cookie: sid, ttl: 1h, path: /shop", a)) {
            String answer = get(bench, null);
            assertThat(answer)
                    .containsPattern(
                            "Set-Cookie: sid=[A-Za-z0-9_-]{32}; Path=/shop; HttpOnly; SameSite=Lax;"
                                    + " Max-Age=3600\r\n");
            assertThat(cookieOf(answer)).doesNotContain("127").doesNotContain("shop");
        }
    }

    @Test
    void secureIsSetWhereTheRouteSaysSo() {
        try (var a = HttpOrigin.saying("a");
                var bench = bench("cookie: sid, secure: true", a)) {
            assertThat(get(bench, null)).contains("; SameSite=Lax; Secure\r\n");
        }
    }

    @Test
    void aForgedOrDamagedCookieNamesNobody() {
        try (var a = HttpOrigin.saying("a");
                var bench = bench("cookie: sid", a)) {
            String real = cookieOf(get(bench, null));
            char last = real.charAt(real.length() - 1);
            String damaged = real.substring(0, real.length() - 1) + (last == 'A' ? 'B' : 'A');
            for (String cookie : new String[] {damaged, "sid=", "sid=" + "A".repeat(32)}) {
                assertThat(cookieOf(get(bench, cookie))).isEqualTo(real);
            }
        }
    }

    @Test
    void proxiesWithTheSameKeyUnderstandEachOtherAndOthersDoNot() {
        try (var a = HttpOrigin.saying("a");
                var b = HttpOrigin.saying("b");
                var one = bench("cookie: sid, " + KEY, a, b);
                var two = bench("cookie: sid, " + KEY, a, b);
                var stranger = bench("cookie: sid, key: fedcba9876543210", a, b)) {
            for (int i = 0; i < 4; i++) {
                String first = get(one, null);
                String there = get(two, cookieOf(first));
                assertThat(bodyOf(there)).isEqualTo(bodyOf(first));
                assertThat(there).doesNotContain("Set-Cookie");
                assertThat(get(stranger, cookieOf(first))).contains("Set-Cookie");
            }
        }
    }

    @Test
    void whenItsEndpointIsGoneTheClientGetsAnotherOneAndItsCookie() {
        try (var a = HttpOrigin.saying("a");
                var b = HttpOrigin.saying("b");
                var bench = bench("cookie: sid", a, b)) {
            String first = get(bench, null);
            HttpOrigin its = bodyOf(first).equals("a") ? a : b;
            its.socket().kill();
            String next = get(bench, cookieOf(first));
            assertThat(bodyOf(next)).isNotEqualTo(bodyOf(first));
            assertThat(get(bench, cookieOf(next))).doesNotContain("Set-Cookie");
        }
    }

    @Test
    void aDrainedEndpointKeepsItsClientsAndTakesNoOthersAndOneForcedDownKeepsNobody() {
        try (var a = HttpOrigin.saying("a");
                var b = HttpOrigin.saying("b");
                var bench = bench("cookie: sid", a, b)) {
            String first = get(bench, null);
            HttpOrigin its = bodyOf(first).equals("a") ? a : b;
            order(bench, its, OrderChange.of(OrderChange.Kind.DRAIN, null));
            for (int i = 0; i < 4; i++) {
                assertThat(bodyOf(get(bench, cookieOf(first)))).isEqualTo(bodyOf(first));
                assertThat(bodyOf(get(bench, null))).isNotEqualTo(bodyOf(first));
            }

            order(bench, its, OrderChange.of(OrderChange.Kind.DOWN, null));
            String next = get(bench, cookieOf(first));
            assertThat(bodyOf(next)).isNotEqualTo(bodyOf(first));
            assertThat(next).contains("Set-Cookie");

            order(bench, its, OrderChange.auto());
            assertThat(bodyOf(get(bench, cookieOf(first)))).isEqualTo(bodyOf(first));
        }
    }

    @Test
    void aFailedAnswerBindsNobody() {
        try (var a = HttpOrigin.answering(request -> HttpOrigin.status(500, "a"));
                var bench = bench("cookie: sid", a)) {
            assertThat(get(bench, null)).startsWith("HTTP/1.1 500").doesNotContain("Set-Cookie");
        }
    }

    @Test
    void theCookieKeepsItsPartOfASplitAsWell() {
        try (var a = HttpOrigin.saying("a");
                var b = HttpOrigin.saying("b");
                var bench =
                        HttpBench.start(
                                """
                                workers: 1
                                listeners:
                                  - name: web
                                    bind: "127.0.0.1:0"
                                    http:
                                      routes:
                                        - split: [ { to: old }, { to: new } ]
                                          sticky: { cookie: sid }
                                upstreams:
                                  old: { endpoints: [%s] }
                                  new: { endpoints: [%s] }
                                """
                                        .formatted(a.hostPort(), b.hostPort()))) {
            Set<String> seen = new HashSet<>();
            for (int client = 0; client < 12; client++) {
                String first = get(bench, null);
                seen.add(bodyOf(first));
                for (int i = 0; i < 4; i++) {
                    assertThat(bodyOf(get(bench, cookieOf(first)))).isEqualTo(bodyOf(first));
                }
            }
            assertThat(seen).containsExactlyInAnyOrder("a", "b");
        }
    }

    private static String get(HttpBench bench, @Nullable String cookie) {
        return bench.exchange(
                "GET / HTTP/1.1\r\nHost: a\r\n"
                        + (cookie == null ? "" : "Cookie: other=1; " + cookie + "\r\n")
                        + "Connection: close\r\n\r\n");
    }

    private static void order(HttpBench bench, HttpOrigin origin, OrderChange change) {
        var outcome = bench.server.order("shop", HostPort.parse(origin.hostPort()), change).join();
        assertThat(Objects.requireNonNull(outcome).endpoints()).containsExactly(origin.hostPort());
    }

    private static String cookieOf(String answer) {
        Matcher cookie = COOKIE.matcher(answer);
        assertThat(cookie.find()).as(answer).isTrue();
        return cookie.group(1);
    }

    private static String bodyOf(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static HttpBench bench(String sticky, HttpOrigin... origins) {
        var addresses = new String[origins.length];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = origins[i].hostPort();
        }
        return HttpBench.start(HttpBench.config("", "sticky: { " + sticky + " }", addresses));
    }
}
