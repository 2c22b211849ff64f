package io.faultline.core.fault.ledger;

import static io.faultline.core.Side.CLIENT;
import static io.faultline.core.Side.PROXY;
import static io.faultline.core.Side.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCatalog;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultLedgerTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final FaultScope WEB_TO_SHOP = new FaultScope("web", "shop");
    private static final Fault REFUSED =
            Fault.of(TransportFault.CONNECT_REFUSED, UPSTREAM, Stage.CONNECT);
    private static final Fault CLIENT_RESET = Fault.of(TransportFault.RESET, CLIENT, Stage.RELAY);

    private final FaultLedger ledger = ledger(256);

    @Test
    void countsAreApartByCodeSideAndUpstream() {
        ledger.record(REFUSED, WEB_TO_SHOP, "10.0.0.1:80", 1);
        ledger.record(REFUSED, WEB_TO_SHOP, "10.0.0.2:80", 2);
        ledger.record(REFUSED, FaultScope.ofUpstream("db"), "10.0.1.1:5432", 0);
        ledger.record(CLIENT_RESET, WEB_TO_SHOP, null, 3);
        ledger.record(Fault.of(TransportFault.RESET, UPSTREAM, Stage.RELAY), WEB_TO_SHOP, null, 4);

        assertThat(ledger.counts())
                .extracting(FaultCount::code, FaultCount::side, FaultCount::name, FaultCount::count)
                .containsExactlyInAnyOrder(
                        tuple(TransportFault.CONNECT_REFUSED, UPSTREAM, "shop", 2L),
                        tuple(TransportFault.CONNECT_REFUSED, UPSTREAM, "db", 1L),
                        tuple(TransportFault.RESET, CLIENT, "shop", 1L),
                        tuple(TransportFault.RESET, UPSTREAM, "shop", 1L));
        assertThat(ledger.total()).isEqualTo(5);
    }

    @Test
    void theSameFaultsCountForTheirListenerToo() {
        ledger.record(REFUSED, WEB_TO_SHOP, "10.0.0.1:80", 1);
        ledger.record(CLIENT_RESET, FaultScope.ofListener("web"), null, 2);
        ledger.record(REFUSED, FaultScope.ofUpstream("shop"), "10.0.0.1:80", 0);

        assertThat(ledger.countsByListener())
                .extracting(FaultCount::code, FaultCount::name, FaultCount::count)
                .containsExactlyInAnyOrder(
                        tuple(TransportFault.CONNECT_REFUSED, "web", 1L),
                        tuple(TransportFault.RESET, "web", 1L),
                        tuple(TransportFault.CONNECT_REFUSED, "", 1L));
    }

    @Test
    void aRecentFaultTellsWhereAndWhenItHappened() {
        Fault proven = REFUSED.with("errno", "ECONNREFUSED");

        ledger.record(proven, WEB_TO_SHOP, "10.0.0.1:80", 7);

        assertThat(ledger.recent())
                .containsExactly(new RecentFault(1, NOON, proven, WEB_TO_SHOP, "10.0.0.1:80", 7));
    }

    @Test
    void theNewestFaultIsShownFirstAndTheOldestMakesRoom() {
        var small = ledger(4);
        for (int i = 1; i <= 10; i++) {
            small.record(REFUSED, WEB_TO_SHOP, null, i);
        }

        assertThat(small.recent())
                .extracting(RecentFault::connectionId)
                .containsExactly(10L, 9L, 8L, 7L);
    }

    @Test
    void theLastFaultOfAKindOutlivesAFloodOfAnother() {
        Fault rare = Fault.of(TransportFault.PORTS_EXHAUSTED, PROXY, Stage.CONNECT);
        ledger.record(rare, WEB_TO_SHOP, "10.0.0.1:80", 1);
        for (int i = 0; i < 1_000; i++) {
            ledger.record(CLIENT_RESET, WEB_TO_SHOP, null, 2);
        }

        assertThat(ledger.recent()).noneMatch(recent -> recent.fault() == rare);
        assertThat(ledger.counts())
                .filteredOn(count -> count.code() == TransportFault.PORTS_EXHAUSTED)
                .singleElement()
                .matches(count -> "10.0.0.1:80".equals(count.last().endpoint()));
    }

    @Test
    void namesThatNobodyConfiguredShareOneCount() {
        for (int i = 0; i < 10_000; i++) {
            ledger.record(REFUSED, new FaultScope("l" + i, "u" + i), null, i);
        }

        assertThat(ledger.counts())
                .singleElement()
                .extracting(FaultCount::name, FaultCount::count)
                .containsExactly(FaultLedger.OTHER, 10_000L);
        assertThat(ledger.countsByListener())
                .singleElement()
                .extracting(FaultCount::name)
                .isEqualTo(FaultLedger.OTHER);
    }

    @Test
    void aReloadKeepsTheCountsOfTheNamesThatStay() {
        ledger.record(REFUSED, FaultScope.ofUpstream("shop"), null, 0);
        ledger.record(REFUSED, FaultScope.ofUpstream("db"), null, 0);

        ledger.names(Set.of("web"), Set.of("shop", "img"));
        ledger.record(REFUSED, FaultScope.ofUpstream("shop"), null, 0);
        ledger.record(REFUSED, FaultScope.ofUpstream("img"), null, 0);

        assertThat(ledger.counts())
                .extracting(FaultCount::name, FaultCount::count)
                .containsExactlyInAnyOrder(tuple("shop", 2L), tuple("img", 1L));
    }

    /** All kinds of faults there can be, met for the first time by many workers at once. */
    @Test
    void aFloodFromManyThreadsIsCountedToTheLastOneInFixedSpace() throws Exception {
        int threads = 8;
        int rounds = 100;
        var start = new CyclicBarrier(threads);
        List<Future<?>> floods = new ArrayList<>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                floods.add(pool.submit(() -> flood(start, rounds)));
            }
        }
        for (Future<?> flood : floods) {
            flood.get();
        }

        int kinds = FaultCatalog.all().size() * Side.values().length;
        long faults = (long) threads * rounds * kinds;
        assertThat(ledger.counts())
                .hasSize(kinds)
                .allMatch(count -> count.count() == threads * rounds);
        assertThat(ledger.total()).isEqualTo(faults);
        assertThat(ledger.recent())
                .extracting(RecentFault::number)
                .containsExactlyElementsOf(lastNumbers(faults, 256));
    }

    private Object flood(CyclicBarrier start, int rounds) throws Exception {
        start.await();
        for (int i = 0; i < rounds; i++) {
            for (FaultCode code : FaultCatalog.all()) {
                for (Side side : Side.values()) {
                    ledger.record(Fault.of(code, side, Stage.RELAY), WEB_TO_SHOP, null, i);
                }
            }
        }
        return "done";
    }

    private static List<Long> lastNumbers(long newest, int count) {
        return LongStream.range(0, count).map(i -> newest - i).boxed().toList();
    }

    private static FaultLedger ledger(int recentSize) {
        var ledger = new FaultLedger(Clock.fixed(NOON, ZoneOffset.UTC), recentSize);
        ledger.names(Set.of("web"), Set.of("shop", "db"));
        return ledger;
    }
}
