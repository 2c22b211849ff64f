package io.faultline.core.observe.saturation;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.testkit.ManualClock;
import io.faultline.testkit.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SaturationWatchTest {

    private final ManualClock clock = new ManualClock();
    private final ManualScheduler control = new ManualScheduler(clock);
    private final List<SaturationSource> sources = new ArrayList<>();

    @Test
    void theFullestStandsFirstAndTheUnknownLast() {
        sources.add(look -> look.found(ResourceKind.FILES, "", 30, 100));
        sources.add(look -> look.unknown(ResourceKind.LINK, "eth0", "no speed"));
        sources.add(look -> look.found(ResourceKind.CONNTRACK, "", 90, 100));

        SaturationReport report = watching().report();

        assertThat(report.resources())
                .extracting(Resource::kind)
                .containsExactly(ResourceKind.CONNTRACK, ResourceKind.FILES, ResourceKind.LINK);
        assertThat(report.fullest()).map(Resource::kind).contains(ResourceKind.CONNTRACK);
    }

    @Test
    void ofSeveralOfAKindTheFullestSpeaksForIt() {
        sources.add(look -> look.found(ResourceKind.LOOP, "0", 0.2, 1));
        sources.add(look -> look.found(ResourceKind.LOOP, "1", 0.9, 1));

        assertThat(watching().report().fullest(ResourceKind.LOOP))
                .map(Resource::subject)
                .contains("1");
    }

    @Test
    void whatFillsIsForecastAndWhatIsGoneIsForgotten() {
        var ports = new double[] {1_000};
        sources.add(
                look -> {
                    if (ports[0] > 0) {
                        look.found(ResourceKind.SOURCE_PORTS, "10.0.0.1:80", ports[0], 28_000);
                    }
                });
        SaturationWatch watch = watching();
        for (int i = 0; i < 5; i++) {
            ports[0] += 600;
            control.advance(Duration.ofSeconds(2));
        }

        assertThat(watch.report().fullest().orElseThrow().state())
                .isEqualTo("4,000 of 28,000 used (14 %), growing 300/s: full in 80 s");

        ports[0] = 0;
        control.advance(Duration.ofSeconds(2));
        ports[0] = 5_000;
        control.advance(Duration.ofSeconds(2));
        assertThat(watch.report().fullest().orElseThrow().forecast()).as("begun anew").isNull();
    }

    @Test
    void aRateIsNotForecast() {
        var busy = new double[] {0.1};
        sources.add(look -> look.found(ResourceKind.LOOP, "0", busy[0] += 0.1, 1));
        SaturationWatch watch = watching();
        control.advance(Duration.ofSeconds(2));
        control.advance(Duration.ofSeconds(2));
        control.advance(Duration.ofSeconds(2));

        assertThat(watch.report().fullest().orElseThrow().forecast()).isNull();
    }

    @Test
    void whatTheKernelCountedWithinTheLastMinuteIsToldAndThenForgotten() {
        var drops = new long[] {100};
        sources.add(look -> look.happened(EventKind.LISTEN_DROPS, drops[0]));
        SaturationWatch watch = watching();
        assertThat(watch.report().troubles()).as("what was before us").isEmpty();

        drops[0] = 107;
        control.advance(Duration.ofSeconds(2));
        assertThat(watch.report().troubles())
                .containsExactly(new EventCount(EventKind.LISTEN_DROPS, 107, 7));

        control.advance(Duration.ofSeconds(2));
        control.advance(Duration.ofSeconds(2));
        assertThat(watch.report().troubles()).extracting(EventCount::lately).containsExactly(7L);

        for (int i = 0; i < 31; i++) {
            control.advance(Duration.ofSeconds(2));
        }
        assertThat(watch.report().troubles()).isEmpty();

        drops[0] = 3; // another namespace, or the counter has wrapped
        control.advance(Duration.ofSeconds(2));
        assertThat(watch.report().events()).allMatch(each -> each.lately() == 0);
    }

    @Test
    void aCounterThatTheSystemDoesNotTellIsUnknownAndNotZero() {
        sources.add(look -> look.happened(EventKind.RETRANSMITS, -1));

        assertThat(watching().report().events())
                .filteredOn(each -> each.kind() == EventKind.RETRANSMITS)
                .singleElement()
                .matches(each -> !each.isKnown());
    }

    @Test
    void retransmitsAreHeldAgainstWhatWasSent() {
        var sent = new long[] {1_000, 10};
        sources.add(
                look -> {
                    look.happened(EventKind.SEGMENTS_SENT, sent[0]);
                    look.happened(EventKind.RETRANSMITS, sent[1]);
                });
        SaturationWatch watch = watching();
        assertThat(watch.report().retransmitShare()).isEmpty();

        sent[0] += 400;
        sent[1] += 8;
        control.advance(Duration.ofSeconds(2));

        assertThat(watch.report().retransmitShare()).hasValue(0.02);
        assertThat(watch.report().troubles())
                .extracting(EventCount::kind)
                .containsExactly(EventKind.RETRANSMITS);
    }

    @Test
    void aSourceThatFailsBlindsNobodyElseAndTheLookingGoesOn() {
        var amount = new double[] {1};
        sources.add(
                look -> {
                    throw new IllegalStateException("a bug");
                });
        sources.add(look -> look.found(ResourceKind.FILES, "", amount[0], 100));
        SaturationWatch watch = watching();

        amount[0] = 2;
        control.advance(Duration.ofSeconds(2));

        assertThat(watch.report().fullest().orElseThrow().used()).isEqualTo(2);
    }

    @Test
    void afterTheEndNobodyLooksAnyMore() {
        SaturationWatch watch = watching();
        SaturationReport last = watch.report();

        watch.stop();
        control.advance(Duration.ofMinutes(1));

        assertThat(watch.report()).isSameAs(last);
    }

    @Test
    void aLimitOfNothingIsUnknownRatherThanInfinitelyFull() {
        sources.add(look -> look.found(ResourceKind.FILES, "", 5, 0));
        sources.add(look -> look.found(ResourceKind.CONNTRACK, "", -1, 100));

        assertThat(watching().report().fullest()).isEmpty();
    }

    private SaturationWatch watching() {
        var watch = new SaturationWatch(sources, clock::nanos, clock.wall());
        watch.start(control);
        control.runDue();
        return watch;
    }
}
