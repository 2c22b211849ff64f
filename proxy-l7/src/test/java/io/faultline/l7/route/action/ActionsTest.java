package io.faultline.l7.route.action;

import static io.faultline.l7.route.Requests.CLIENT;
import static io.faultline.l7.route.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.l7.config.EncodedSlash;
import io.faultline.l7.config.HttpYaml;
import io.faultline.l7.config.route.RetriesConfig.On;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.path.PathNormalizer;
import io.faultline.l7.path.PathNormalizer.Outcome;
import io.faultline.l7.regex.Captures;
import io.faultline.l7.route.Route;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionsTest {

    private static final String OTHERS =
            "- { match: { host: o }, split: [{to: a}, {to: b}, {to: c}] }";
    private static final PathNormalizer NORMALIZER = new PathNormalizer(EncodedSlash.REJECT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "path: /api       | pathPrefix: /            | /api        | /",
                "path: /api       | pathPrefix: /            | /api/x      | /x",
                "path: /api       | pathPrefix: /v2          | /api/x/     | /v2/x/",
                "path: /api       | pathPrefix: /v2/         | /api/x      | /v2/x",
                "path: /api       | pathPrefix: /v2          | /api        | /v2",
                "path: /          | pathPrefix: /v2          | /x          | /v2/x",
                "pathExact: /a    | path: /b                 | /a          | /b",
                "pathRegex: '/i/([0-9]+)(/x)?' | path: /items/$1$2 | /i/7/x | /items/7/x",
                "pathRegex: '/i/([0-9]+)(/x)?' | path: /items/$1$2 | /i/7   | /items/7",
                "pathRegex: '/c/(.*)' | path: '/$$/$1'       | /c/y        | /$/y",
            })
    void rewritesThePath(String match, String rewrite, String path, String expected) {
        RequestHead head = request("GET h" + path + "?q=1");
        Rewrite rewriting = forward("{ match: { %s }, rewrite: { %s }, to: a }", match, rewrite);

        assertThat(rewriting.apply(head, NORMALIZER, new Captures())).isEqualTo(Outcome.CHANGED);
        assertThat(head.pathText()).isEqualTo(expected);
        assertThat(head.queryText()).isEqualTo("q=1");
    }

    @Test
    void aTemplateCannotBeTalkedIntoADotSegment() {
        Rewrite rewriting =
                forward(
                        "{ match: { %s }, rewrite: { %s }, to: a }",
                        "pathRegex: '/x(..)y'", "path: /$1/z");

        Outcome outcome = rewriting.apply(request("GET h/x..y"), NORMALIZER, new Captures());

        assertThat(outcome.isRejected()).isTrue();
    }

    @Test
    void rewritesTheHostEverywhere() {
        RequestHead head = request("GET h/x", "Host: h");
        Rewrite rewriting =
                forward(
                        "{ match: { %s }, rewrite: { %s }, to: a }",
                        "path: /x", "host: api.internal:81");

        rewriting.apply(head, NORMALIZER, new Captures());

        assertThat(head.authorityText()).isEqualTo("api.internal:81");
        assertThat(head.fields().value(KnownField.HOST)).isEqualTo("api.internal:81");
        assertThat(head.pathText()).isEqualTo("/x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "path: /old | to: /new                        | h/old/x?q | /new?q",
                "path: /old | to: /new, keepPath: true        | h/old/x?q | /new/x?q",
                "path: /old | to: /new/, keepPath: true       | h/old/x   | /new/x",
                "path: /old | to: '/new?a=b'                  | h/old?q=1 | /new?a=b&q=1",
                "path: /old | to: /new, keepQuery: false      | h/old?q   | /new",
                "path: /old | to: 'https://w.example', keepPath: true | h/old/x | https://w.example/x",
                "path: /old | scheme: https                   | h:80/old/x?q | https://h/old/x?q",
                "path: /old | scheme: https, port: 8443       | [::1]:80/old | https://[::1]:8443/old",
                "path: /old | host: w.example                 | h:80/old  | http://w.example/old",
                "pathRegex: '/(.*)' | to: '/$1', keepQuery: true, status: 307 | h/a | /a",
                "pathRegex: '/r(.*)' | to: '/$1'              | h/r/evil.example | /evil.example",
            })
    void redirects(String match, String redirect, String url, String location) {
        Redirect action =
                (Redirect)
                        route("{ match: { %s }, redirect: { %s } }".formatted(match, redirect))
                                .action();
        ResponseHead response = new ResponseHead();

        boolean added =
                action.addLocation(request("GET " + url), response.fields(), new Captures());

        assertThat(added).isTrue();
        assertThat(response.fields().value(KnownField.LOCATION)).isEqualTo(location);
    }

    @Test
    void withoutAHostThereIsNowhereToRedirectTo() {
        Redirect action =
                (Redirect) route("{ match: { path: /x }, redirect: { scheme: https } }").action();

        assertThat(action.addLocation(request("GET /x"), new Fields(), new Captures())).isFalse();
    }

    @Test
    void editsFields() {
        Route route =
                route(
                        "{ match: { path: /x }, to: a, requestHeaders: { set: { X-A: '1' }, add: { X-B: '2' },"
                                + " remove: [X-C] } }");
        Fields fields = request("GET h/x", "x-a: old", "X-B: old", "x-c: old").fields();

        route.requestEdits().apply(fields);

        assertThat(fields.next("x-c".getBytes(StandardCharsets.US_ASCII), 0)).isEqualTo(-1);
        int set = fields.next("x-a".getBytes(StandardCharsets.US_ASCII), 0);
        assertThat(fields.name(set) + fields.value(set)).isEqualTo("X-A1");
        int first = fields.next("x-b".getBytes(StandardCharsets.US_ASCII), 0);
        int second = fields.next("x-b".getBytes(StandardCharsets.US_ASCII), first + 1);
        assertThat(fields.value(first) + fields.value(second)).isEqualTo("old2");
        assertThat(route.responseEdits().isEmpty()).isTrue();
    }

    @Test
    void aSplitKeepsItsWeightsAndMovesNoMoreThanItMust() {
        Split before = split("{ to: a, weight: 95 }, { to: b, weight: 5 }, { to: c, weight: 0 }");
        Split after = split("{ to: a, weight: 90 }, { to: b, weight: 10 }, { to: c, weight: 0 }");
        var random = new SplittableRandom(1);
        int canary = 0;
        int moved = 0;
        for (int i = 0; i < 100_000; i++) {
            long point = random.nextLong();
            canary += before.pick(point) == 1 ? 1 : 0;
            moved += before.pick(point) != after.pick(point) ? 1 : 0;
            assertThat(after.pick(point)).isNotEqualTo(2);
        }
        assertThat(canary).isBetween(4_700, 5_300);
        assertThat(moved).isBetween(4_700, 5_300);
        assertThat(before.pick(0)).isZero();
        assertThat(before.pick(-1)).isEqualTo(1);
    }

    @Test
    void aKeyIsTheSameForTheSameValueWhereverItStands() {
        RequestKey cookie = key("cookie: id");
        RequestKey header = key("header: X-User");

        long one = cookie.hash(request("GET h/", "Cookie: a=b; id=7"), CLIENT, 1);
        long same =
                cookie.hash(request("GET h/", "X: y", "Cookie: x", "Cookie: id=7;z=1"), CLIENT, 2);
        long user = header.hash(request("GET h/", "x-user: 7"), CLIENT, 3);

        assertThat(one).isEqualTo(same).isEqualTo(user).isNotIn(1L, 2L, 3L);
        assertThat(cookie.hash(request("GET h/", "Cookie: xid=7; id"), CLIENT, 9)).isEqualTo(9);
        assertThat(key("path: true").hash(request("GET h/7?x"), CLIENT, 9))
                .isEqualTo(key("path: true").hash(request("GET g/7"), CLIENT, 8));
        assertThat(key("clientAddress: true").hash(request("GET h/"), CLIENT, 9))
                .isEqualTo(CLIENT.withPort(1).sourceHash());
    }

    @Test
    void timersAndLimitsSayWhereTheyWereSet() {
        Forward own =
                (Forward)
                        route(
                                        "{ match: { path: /x }, to: a, maxBodyBytes: 10MiB, timeouts: { response: 5s,"
                                                + " total: 20s }, retries: { attempts: 3, on: [http-503] } }")
                                .action();

        assertThat(own.timers().response().text())
                .isEqualTo("route.timeouts.response=5000ms (edge.yaml:6)");
        assertThat(own.timers().total().nanos()).isEqualTo(20_000_000_000L);
        assertThat(own.timers().perTry().isSet()).isFalse();
        assertThat(own.timers().tunnelIdle().text())
                .isEqualTo("http.timeouts.tunnelIdle=300000ms (default)");
        assertThat(own.bodyBytes().text()).isEqualTo("route.maxBodyBytes=10MiB (edge.yaml:6)");
        assertThat(own.retries().afterStatus(503)).isTrue();
        assertThat(own.retries().afterStatus(502)).isFalse();
        assertThat(own.retries().after(On.RESET)).isFalse();
        Forward plain = (Forward) route("{ match: { path: /x }, to: a }").action();
        assertThat(plain.bodyBytes().most()).isEqualTo(Long.MAX_VALUE);
        assertThat(plain.retries().after(On.CONNECT_FAILURE)).isTrue();
    }

    private static Rewrite forward(String route, String match, String rewrite) {
        Forward action = (Forward) route(route.formatted(match, rewrite)).action();
        return Objects.requireNonNull(action.rewrite());
    }

    private static Split split(String parts) {
        return ((Forward) route("{ match: { path: /x }, split: [" + parts + "] }").action())
                .split();
    }

    private static RequestKey key(String source) {
        return Objects.requireNonNull(
                ((Forward)
                                route("{ match: { path: /x }, to: a, hash: { " + source + " } }")
                                        .action())
                        .hash());
    }

    private static Route route(String yaml) {
        return HttpYaml.table("- " + yaml + "\n" + OTHERS).entries().stream()
                .filter(entry -> !entry.host().name().equals("o"))
                .findFirst()
                .orElseThrow()
                .route();
    }
}
