package io.faultline.core.discovery.dns;

import static io.faultline.core.discovery.dns.Family.V4;
import static io.faultline.core.discovery.dns.Family.V6;
import static io.faultline.core.discovery.dns.ScriptedLookup.empty;
import static io.faultline.core.discovery.dns.ScriptedLookup.found;
import static io.faultline.core.discovery.dns.ScriptedLookup.nxdomain;
import static io.faultline.core.discovery.dns.ScriptedLookup.servfail;
import static io.faultline.core.discovery.dns.ScriptedLookup.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.discovery.dns.system.SystemNames;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.FaultCode;
import io.faultline.testkit.ManualClock;
import io.faultline.testkit.ManualScheduler;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WatchedNameTest {

    private static final String NAME = "db.test";
    private static final Duration MIN_TTL = Duration.ofSeconds(1);
    private static final Duration MAX_TTL = Duration.ofMinutes(5);
    private static final Duration TTL = Duration.ofSeconds(100);

    @TempDir Path etc;
    private final ManualScheduler control = new ManualScheduler(new ManualClock());
    private final ScriptedLookup dns = new ScriptedLookup();
    private final List<NameState> heard = new ArrayList<>();

    @Test
    void allAddressesOfBothFamiliesAreUsedInAStableOrder() {
        dns.says(NAME, V4, found(TTL, "10.0.0.10", "10.0.0.9"))
                .says(NAME, V6, found(TTL, "2001:db8::1"));

        var name = started(DnsConfig.Family.BOTH);

        assertThat(name.state().addresses())
                .isEqualTo(addresses("10.0.0.9", "10.0.0.10", "2001:db8::1"));
        assertThat(name.state().fault()).isNull();
    }

    @Test
    void onlyTheConfiguredFamilyIsAskedFor() {
        dns.says(NAME, V6, found(TTL, "2001:db8::1"));

        var name = started(DnsConfig.Family.V6);

        assertThat(dns.asked).containsExactly("V6 db.test");
        assertThat(name.state().addresses()).isEqualTo(addresses("2001:db8::1"));
    }

    @Test
    void anAnswerIsRefreshedBeforeItExpires() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1"));
        started(DnsConfig.Family.V4);

        control.advance(TTL.multipliedBy(79).dividedBy(100));
        assertThat(dns.timesAsked(NAME, V4)).isEqualTo(1);
        control.advance(TTL.multipliedBy(16).dividedBy(100));
        assertThat(dns.timesAsked(NAME, V4)).isEqualTo(2);
    }

    @Test
    void aTtlBelowTheLowerBoundCountsAsTheBound() {
        dns.says(NAME, V4, found(Duration.ZERO, "10.0.0.1"));
        started(DnsConfig.Family.V4);

        assertThat(untilNext()).isBetween(percent(MIN_TTL, 80), percent(MIN_TTL, 95));
    }

    @Test
    void aTtlAboveTheUpperBoundCountsAsTheBound() {
        dns.says(NAME, V4, found(Duration.ofDays(1), "10.0.0.1"));
        started(DnsConfig.Family.V4);

        assertThat(untilNext()).isBetween(percent(MAX_TTL, 80), percent(MAX_TTL, 95));
    }

    @Test
    void theShorterTtlOfTheTwoFamiliesCounts() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1"))
                .says(NAME, V6, found(TTL.dividedBy(10), "2001:db8::1"));
        started(DnsConfig.Family.BOTH);

        assertThat(untilNext()).isLessThan(TTL.dividedBy(10));
    }

    @Test
    void noTwoRefreshesComeAfterTheSamePause() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1"));
        started(DnsConfig.Family.V4);
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            pauses.add(untilNext());
            control.advance(untilNext());
        }
        assertThat(pauses)
                .hasSize(50)
                .allMatch(p -> p.compareTo(percent(TTL, 80)) >= 0)
                .allMatch(p -> p.compareTo(percent(TTL, 95)) <= 0)
                .anyMatch(p -> p.compareTo(percent(TTL, 84)) < 0)
                .anyMatch(p -> p.compareTo(percent(TTL, 91)) > 0);
    }

    static List<Object[]> failures() {
        return List.of(
                new Object[] {nxdomain(), ApplicationFault.DNS_NXDOMAIN},
                new Object[] {empty(), ApplicationFault.DNS_EMPTY},
                new Object[] {servfail(), ApplicationFault.DNS_SERVFAIL},
                new Object[] {timeout(), ApplicationFault.DNS_TIMEOUT});
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theLastGoodAnswerIsServedWhileLookupsFail(Answer failure, FaultCode code) {
        dns.says(NAME, V4, found(TTL, "10.0.0.1")).says(NAME, V6, empty());
        var name = started(DnsConfig.Family.BOTH);
        dns.says(NAME, V4, failure).says(NAME, V6, failure);

        control.advance(Duration.ofHours(24));

        NameState state = name.state();
        assertThat(state.addresses()).isEqualTo(addresses("10.0.0.1"));
        assertThat(state.generation()).isEqualTo(1);
        assertThat(state.servesLastGood()).isTrue();
        assertThat(code(state)).isEqualTo(code);
        assertThat(state.failuresInARow()).isEqualTo((int) state.failures()).isGreaterThan(1000);
        assertThat(state.ageNanos(control.clock().nanos()))
                .isEqualTo(Duration.ofHours(24).toNanos());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFirstLookupThatFailsIsSaidAndRetriedUntilItSucceeds(Answer failure, FaultCode code) {
        dns.says(NAME, V4, failure).says(NAME, V6, failure);
        var name = started(DnsConfig.Family.BOTH);
        assertThat(name.state().addresses()).isEmpty();
        assertThat(name.state().generation()).isZero();
        assertThat(code(name.state())).isEqualTo(code);
        control.advance(Duration.ofHours(1));

        dns.says(NAME, V4, found(TTL, "10.0.0.1")).says(NAME, V6, empty());
        control.advance(Duration.ofMillis(5_500)); // nothing to serve: asked at least every 5 s

        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.1"));
        assertThat(name.state().fault()).isNull();
        assertThat(name.state().failuresInARow()).isZero();
    }

    @Test
    void aNameThatComesBackWithOtherAddressesIsSwapped() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1"));
        var name = started(DnsConfig.Family.V4);
        dns.says(NAME, V4, nxdomain());
        control.advance(TTL);
        assertThat(name.state().servesLastGood()).isTrue();

        dns.says(NAME, V4, found(TTL, "10.0.0.2"));
        control.advance(Duration.ofSeconds(40));

        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.2"));
        assertThat(name.state().generation()).isEqualTo(2);
        assertThat(name.state().servesLastGood()).isFalse();
    }

    @Test
    void pausesBetweenFailuresDoubleUpToHalfAMinuteWhileAnAnswerIsServed() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1"));
        started(DnsConfig.Family.V4);
        dns.says(NAME, V4, timeout());
        control.advance(untilNext());

        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            Duration pause = Duration.ofSeconds(seconds);
            assertThat(untilNext()).isBetween(percent(pause, 90), percent(pause, 110));
            control.advance(untilNext());
        }
    }

    @Test
    void theSameAddressesInAnotherOrderAreTheSameGeneration() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1", "10.0.0.2"));
        var name = started(DnsConfig.Family.V4);
        dns.says(NAME, V4, found(TTL, "10.0.0.2", "10.0.0.1"));

        control.advance(TTL);

        assertThat(name.state().generation()).isEqualTo(1);
        assertThat(name.state().ageNanos(control.clock().nanos())).isLessThan(TTL.toNanos() / 2);
    }

    @Test
    void aFamilyThatNobodyCouldTellKeepsItsAddresses() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1")).says(NAME, V6, found(TTL, "2001:db8::1"));
        var name = started(DnsConfig.Family.BOTH);
        dns.says(NAME, V4, found(TTL, "10.0.0.2")).says(NAME, V6, timeout());

        control.advance(TTL);

        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.2", "2001:db8::1"));
        assertThat(code(name.state())).isEqualTo(ApplicationFault.DNS_TIMEOUT);
    }

    @Test
    void aFamilyThatIsGoneWhileTheOtherAnswersLosesItsAddresses() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1")).says(NAME, V6, found(TTL, "2001:db8::1"));
        var name = started(DnsConfig.Family.BOTH);
        dns.says(NAME, V6, empty());

        control.advance(TTL);

        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.1"));
        assertThat(name.state().fault()).isNull();
    }

    @Test
    void theFirstAddressesServeAtOnceAlthoughTheOtherFamilyIsStillAskedFor() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1")).holds(NAME, V6);
        var name = started(DnsConfig.Family.BOTH);
        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.1"));
        assertThat(name.state().lookups()).isZero();

        dns.release(NAME, V6, found(TTL, "2001:db8::1"));

        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.1", "2001:db8::1"));
        assertThat(name.state().lookups()).isEqualTo(1);
    }

    @Test
    void whatNobodyCouldTellWeighsMoreThanAnEmptyFamily() {
        dns.says(NAME, V4, empty()).says(NAME, V6, timeout());

        var name = started(DnsConfig.Family.BOTH);

        assertThat(code(name.state())).isEqualTo(ApplicationFault.DNS_TIMEOUT);
    }

    @Test
    void aShortNameIsLookedForInTheSystemsSearchDomains() throws IOException {
        Files.writeString(etc.resolve("resolv.conf"), "search a.test b.test\n");
        dns.says("db.a.test", V4, nxdomain()).says("db.b.test", V4, found(TTL, "10.0.0.1"));

        var name = started("db", DnsConfig.Family.V4);

        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.1"));
        assertThat(dns.asked).containsExactly("V4 db.a.test", "V4 db.b.test");
    }

    @Test
    void aShortNameFoundNowhereTellsWhereItWasLookedFor() throws IOException {
        Files.writeString(etc.resolve("resolv.conf"), "search a.test\n");
        dns.says("db.a.test", V4, nxdomain()).says("db", V4, nxdomain());

        var name = started("db", DnsConfig.Family.V4);

        assertThat(name.state().fault())
                .hasToString("L7.DNS_NXDOMAIN (upstream, resolve) tried=db.a.test,db");
    }

    @Test
    void aDomainThatCannotBeAskedIsNotSkipped() throws IOException {
        // Else a name could mean another machine while the name server of its own domain is down.
        Files.writeString(etc.resolve("resolv.conf"), "search a.test b.test\n");
        dns.says("db.a.test", V4, servfail()).says("db.b.test", V4, found(TTL, "10.6.6.6"));

        var name = started("db", DnsConfig.Family.V4);

        assertThat(name.state().addresses()).isEmpty();
        assertThat(code(name.state())).isEqualTo(ApplicationFault.DNS_SERVFAIL);
    }

    @Test
    void theHostsFileIsAskedBeforeDnsAndReadAgainWhenItChanges() throws IOException {
        Path hosts = Files.writeString(etc.resolve("hosts"), "10.0.0.1 db.test # ours\n");
        var name = started(DnsConfig.Family.BOTH);
        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.1"));

        Files.writeString(hosts, "10.0.0.2 other DB.test\n");
        Files.setLastModifiedTime(hosts, FileTime.fromMillis(1));
        control.advance(Duration.ofSeconds(5));

        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.2"));
        assertThat(dns.asked).isEmpty();
    }

    @Test
    void localhostNeverLeavesTheMachine() {
        assertThat(started("localhost", DnsConfig.Family.BOTH).state().addresses())
                .isEqualTo(addresses("127.0.0.1", "::1"));
        assertThat(started("api.localhost", DnsConfig.Family.V6).state().addresses())
                .isEqualTo(addresses("::1"));
        assertThat(dns.asked).isEmpty();
    }

    @Test
    void aBugInALookupIsSaidAndTheNameIsAskedForAgain() {
        dns.breaks = true;
        dns.says(NAME, V4, found(TTL, "10.0.0.1"));
        var name = started(DnsConfig.Family.V4);
        assertThat(code(name.state())).isEqualTo(ApplicationFault.INTERNAL);

        dns.breaks = false;
        control.advance(Duration.ofMillis(1_100));

        assertThat(name.state().addresses()).isEqualTo(addresses("10.0.0.1"));
        assertThat(control.pending()).isEqualTo(1);
    }

    @Test
    void closedItAsksNoMoreAndSaysNoMore() {
        dns.holds(NAME, V4);
        var name = started(DnsConfig.Family.V4);
        name.close();
        dns.release(NAME, V4, found(TTL, "10.0.0.1"));

        assertThat(control.pending()).isZero();
        assertThat(heard).isEmpty();
    }

    @Test
    void closedBetweenTwoLookupsItLeavesNoTimer() {
        dns.says(NAME, V4, found(TTL, "10.0.0.1"));
        var name = started(DnsConfig.Family.V4);
        assertThat(control.pending()).isEqualTo(1);

        name.close();

        assertThat(control.pending()).isZero();
    }

    private Duration untilNext() {
        return Objects.requireNonNull(control.untilNext(), "no timer waits");
    }

    private static FaultCode code(NameState state) {
        return Objects.requireNonNull(state.fault(), "nothing is wrong").code();
    }

    private WatchedName started(DnsConfig.Family family) {
        return started(NAME, family);
    }

    private WatchedName started(String name, DnsConfig.Family family) {
        var config = new DnsConfig(List.of(), Duration.ofSeconds(5), MIN_TTL, MAX_TTL, family);
        var system = new SystemNames(etc.resolve("hosts"), etc.resolve("resolv.conf"));
        var watched =
                new WatchedName(
                        name,
                        new DnsScope(config, system, dns),
                        control,
                        control.clock()::nanos,
                        new SplittableRandom(1),
                        heard::add);
        watched.start();
        return watched;
    }

    private static List<InetAddress> addresses(String... literals) {
        return Arrays.stream(literals).map(InetAddress::ofLiteral).toList();
    }

    private static Duration percent(Duration whole, int percent) {
        return whole.multipliedBy(percent).dividedBy(100);
    }
}
