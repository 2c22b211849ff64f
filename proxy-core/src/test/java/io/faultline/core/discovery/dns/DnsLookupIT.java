package io.faultline.core.discovery.dns;

import static io.faultline.core.discovery.dns.Family.V4;
import static io.faultline.core.discovery.dns.Family.V6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.faultline.core.ClusterFixture;
import io.faultline.core.ControlLoop;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.discovery.dns.system.SystemNames;
import io.faultline.core.fault.Fault;
import io.faultline.testkit.DnsReply;
import io.faultline.testkit.Eventually;
import io.faultline.testkit.ScriptedDns;
import io.faultline.testkit.leak.LeakGuard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Single lookups against a name server that says what it is told, on each transport. */
@ParameterizedClass
@EnumSource(ControlLoop.Kind.class)
@ExtendWith(LeakGuard.class)
final class DnsLookupIT {

    private static final String NAME = "db.test";
    private static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration QUICK = Duration.ofMillis(200);

    @TempDir Path etc;
    private final ControlLoop control;
    private final ScriptedDns dns = ScriptedDns.start();
    private final ScriptedDns second = ScriptedDns.start();

    DnsLookupIT(ControlLoop.Kind kind) {
        this.control = new ControlLoop(kind);
    }

    @AfterEach
    void stop() {
        for (int port : new int[] {dns.port(), second.port()}) {
            Eventually.value(
                    "the sockets left open",
                    Duration.ofSeconds(5),
                    () -> ControlLoop.socketsTowards(port),
                    open -> open == 0);
        }
        dns.close();
        second.close();
        control.close();
    }

    @Test
    void allAddressesComeBackWithTheirTtl() {
        dns.answers(NAME, 30, "10.0.0.1", "10.0.0.2", "2001:db8::1");

        assertThat(ask(NAME, V4, PATIENT))
                .isEqualTo(found(Duration.ofSeconds(30), "10.0.0.1", "10.0.0.2"));
        assertThat(ask(NAME, V6, PATIENT)).isEqualTo(found(Duration.ofSeconds(30), "2001:db8::1"));
    }

    @Test
    void anAliasIsFollowedAndTheShortestTtlOnTheWayCounts() {
        dns.alias(NAME, 5, "node-7.test", 300, "10.0.0.1");

        assertThat(ask(NAME, V4, PATIENT)).isEqualTo(found(Duration.ofSeconds(5), "10.0.0.1"));
    }

    @Test
    void nxdomainNamesResolverAndQuestion() {
        dns.nxdomain(NAME);

        none(ask(NAME, V6, PATIENT))
                .isEqualTo(
                        "L7.DNS_NXDOMAIN (upstream, resolve) rcode=NXDOMAIN resolver="
                                + text(dns)
                                + " question=AAAA db.test");
    }

    @Test
    void aNameWithoutSuchRecordsIsEmptyAndNotNxdomain() {
        dns.empty(NAME);

        none(ask(NAME, V4, PATIENT)).startsWith("L7.DNS_EMPTY").contains("rcode=NOERROR");
    }

    @Test
    void anAliasThatLeadsNowhereIsNamed() {
        dns.alias(NAME, 5, "gone.test", 5);

        none(ask(NAME, V4, PATIENT)).startsWith("L7.DNS_EMPTY").contains("alias=gone.test.");
    }

    @Test
    void anAddressNobodyCanConnectToIsNoAnswer() {
        dns.answers(NAME, 5, "0.0.0.0", "::"); // what DNS filters say for a blocked name

        none(ask(NAME, V4, PATIENT)).startsWith("L7.DNS_EMPTY").contains("unusable=0.0.0.0");
        none(ask(NAME, V6, PATIENT)).startsWith("L7.DNS_EMPTY");
    }

    @Test
    void servfailIsNotKnowledge() {
        dns.servfail(NAME);

        unknown(ask(NAME, V4, PATIENT)).startsWith("L7.DNS_SERVFAIL").contains("rcode=SERVFAIL");
    }

    @Test
    void aRefusalIsNamedByItsCode() {
        unknown(ask("nobody.test", V4, PATIENT))
                .startsWith("L7.DNS_SERVFAIL")
                .contains("rcode=REFUSED");
    }

    @Test
    void silenceIsATimeoutAfterTwoTries() {
        dns.silent(NAME);

        unknown(ask(NAME, V4, QUICK))
                .isEqualTo(
                        "L7.DNS_TIMEOUT (proxy, resolve) resolver="
                                + text(dns)
                                + " question=A db.test tries=2 timer=dns.timeout="
                                + QUICK.toMillis()
                                + "ms (default)");
        assertThat(dns.asked(NAME)).isEqualTo(2);
    }

    @Test
    void oneLostDatagramDoesNotFailALookup() {
        dns.saysA(NAME, new DnsReply.Silence(), ScriptedDns.addressesOf(30, "10.0.0.1"));

        assertThat(ask(NAME, V4, Duration.ofSeconds(1)))
                .isEqualTo(found(Duration.ofSeconds(30), "10.0.0.1"));
    }

    @Test
    void theNextServerIsAskedWhenTheFirstCannotTell() {
        dns.servfail(NAME);
        second.answers(NAME, 30, "10.0.0.1");

        assertThat(ask(NAME, V4, PATIENT, dns.address(), second.address()))
                .isEqualTo(found(Duration.ofSeconds(30), "10.0.0.1"));
    }

    @Test
    void theNextServerIsNotAskedWhenTheFirstKnows() {
        dns.nxdomain(NAME);
        second.answers(NAME, 30, "10.6.6.6");

        none(ask(NAME, V4, PATIENT, dns.address(), second.address())).contains("NXDOMAIN");
        assertThat(second.asked(NAME)).isZero();
    }

    @Test
    void aServersErrorSaysMoreThanAnothersSilence() {
        dns.servfail(NAME);
        second.silent(NAME);

        unknown(ask(NAME, V4, QUICK, dns.address(), second.address()))
                .startsWith("L7.DNS_SERVFAIL")
                .contains("also=L7.DNS_TIMEOUT " + text(second));
    }

    @Test
    void aTruncatedAnswerIsFetchedWholeOverTcp() {
        String[] many =
                IntStream.rangeClosed(1, 200).mapToObj(i -> "10.0.1." + i).toArray(String[]::new);
        dns.truncated(NAME, 30, many);

        assertThat(ask(NAME, V4, PATIENT)).isEqualTo(found(Duration.ofSeconds(30), many));
        assertThat(dns.askedOverTcp()).isEqualTo(1);
    }

    @Test
    void aServerThatHangsUpOverTcpIsToldFromOneThatIsSilent() {
        dns.truncatedForEver(NAME);

        unknown(ask(NAME, V4, PATIENT))
                .isEqualTo(
                        "L4.CLOSED_EARLY (proxy, resolve)"
                                + " over=tcp, the answer did not fit a datagram resolver="
                                + text(dns)
                                + " question=A db.test tries=2");
    }

    @Test
    void aServerThatRefusesTcpIsNamedByItsLayer() {
        dns.truncated(NAME, 30, "10.0.0.1").stopTcp();

        unknown(ask(NAME, V4, PATIENT))
                .startsWith("L4.CONNECT_REFUSED (proxy, resolve) errno=ECONNREFUSED over=tcp");
    }

    @Test
    void aServerThatDoesNotListenIsRefusedAtOnceAndNotWaitedFor() {
        dns.close();

        unknown(ask(NAME, V4, PATIENT))
                .isEqualTo(
                        "L4.CONNECT_REFUSED (proxy, resolve) errno=ECONNREFUSED resolver="
                                + text(dns)
                                + " question=A db.test tries=2");
    }

    @Test
    void theCaseOfANameMeansNothing() {
        dns.answers(NAME, 30, "10.0.0.1");

        assertThat(ask("DB.Test", V4, PATIENT))
                .isEqualTo(found(Duration.ofSeconds(30), "10.0.0.1"));
    }

    @Test
    void garbageIsNoAnswer() {
        dns.garbage(NAME);

        unknown(ask(NAME, V4, PATIENT)).contains("(proxy, resolve)");
    }

    @Test
    void anAnswerUnderAnotherIdIsAForgery() {
        dns.says(
                NAME,
                new DnsReply.Forged(
                        ScriptedDns.addressesOf(30, "10.6.6.6"),
                        ScriptedDns.addressesOf(30, "10.0.0.1")));

        assertThat(ask(NAME, V4, PATIENT)).isEqualTo(found(Duration.ofSeconds(30), "10.0.0.1"));
    }

    @Test
    void aServerWeCannotEvenSendToIsALowerLayersFault() {
        var broadcast = new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 53);

        unknown(ask(NAME, V4, PATIENT, broadcast))
                .isEqualTo(
                        "L3.DESTINATION_DENIED (proxy, resolve) errno=EACCES"
                                + " resolver=255.255.255.255:53 question=A db.test tries=2");
    }

    @Test
    void whatIsNoDnsNameIsNotAskedFor() {
        none(ask("a".repeat(64) + ".test", V4, PATIENT))
                .startsWith("L7.DNS_NXDOMAIN")
                .contains("not-a-dns-name=");
    }

    @Test
    void manyLookupsAtOnceLeaveNoSocketBehind() {
        dns.answers(NAME, 30, "10.0.0.1");
        var lookup = lookup(PATIENT, dns.address());
        var count = new AtomicInteger();
        control.run(
                () -> {
                    for (int i = 0; i < 200; i++) {
                        lookup.ask(NAME, V4, answer -> count.incrementAndGet());
                    }
                });
        Eventually.until("200 answers", () -> count.get() == 200);
    }

    private Answer ask(String name, Family family, Duration timeout, InetSocketAddress... servers) {
        var lookup =
                lookup(
                        timeout,
                        servers.length == 0 ? new InetSocketAddress[] {dns.address()} : servers);
        var answer = new AtomicReference<Answer>();
        control.run(() -> lookup.ask(name, family, answer::set));
        return withoutItsWay(
                Objects.requireNonNull(
                        Eventually.value("the answer", answer::get, Objects::nonNull)));
    }

    /** Which server gave it and by which alias is told for those who diagnose. */
    private static Answer withoutItsWay(Answer answer) {
        return answer instanceof Answer.Found found
                ? new Answer.Found(found.addresses(), found.ttlNanos())
                : answer;
    }

    private DnsLookup lookup(Duration timeout, InetSocketAddress... servers) {
        DnsConfig some = ClusterFixture.dns(DnsConfig.Family.BOTH, servers);
        var config =
                new DnsConfig(some.servers(), timeout, some.minTtl(), some.maxTtl(), some.family());
        var system = new SystemNames(etc.resolve("hosts"), etc.resolve("resolv.conf"));
        return new DnsLookup(control.loop(), config, system);
    }

    private static Answer found(Duration ttl, String... addresses) {
        return new Answer.Found(
                Arrays.stream(addresses).map(InetAddress::ofLiteral).toList(), ttl.toNanos());
    }

    private static AbstractStringAssert<?> none(Answer answer) {
        return fault(assertThat(answer).asInstanceOf(type(Answer.None.class)).actual().fault());
    }

    private static AbstractStringAssert<?> unknown(Answer answer) {
        return fault(assertThat(answer).asInstanceOf(type(Answer.Unknown.class)).actual().fault());
    }

    private static AbstractStringAssert<?> fault(Fault fault) {
        return assertThat(fault.toString());
    }

    private static String text(ScriptedDns server) {
        return "127.0.0.1:" + server.port();
    }
}
