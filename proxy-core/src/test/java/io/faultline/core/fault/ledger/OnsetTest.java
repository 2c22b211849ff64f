package io.faultline.core.fault.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Faults and changes on one time line. */
class OnsetTest {

    private Instant now = Instant.parse("2026-03-01T03:00:00Z");
    private final FaultLedger ledger = new FaultLedger(new Steps());

    {
        ledger.names(Set.of("web"), Set.of("ledger", "shop"));
    }

    @Test
    void tlsThatBreaksSoonAfterANewCertificateNamesIt() {
        change(Change.Kind.CERTIFICATE, "upstream ledger", 17);
        passes(40);
        fault(TlsFault.CERT_EXPIRED, "ledger");
        passes(10);
        fault(TlsFault.CERT_EXPIRED, "ledger");

        assertThat(words())
                .containsExactly(
                        "L6 faults of upstream ledger (side upstream) began 40 s after certificate"
                                + " generation 17 of upstream ledger");
    }

    @Test
    void aCertificateOfSomebodyElseAndFaultsOfAnotherLayerAreNotConnected() {
        change(Change.Kind.CERTIFICATE, "upstream shop", 2);
        change(Change.Kind.CERTIFICATE, "listener web", 2);
        passes(5);
        fault(TlsFault.CERT_EXPIRED, "ledger");
        fault(TransportFault.CONNECT_REFUSED, "shop");

        assertThat(words()).isEmpty();
    }

    @Test
    void aListenersCertificateIsAboutItsClients() {
        change(Change.Kind.CERTIFICATE, "listener web", 3);
        passes(7);
        Fault alert = Fault.of(TlsFault.ALERT_RECEIVED, Side.CLIENT, Stage.TLS);
        ledger.record(alert, FaultScope.ofListener("web"), null, 1);

        assertThat(words())
                .containsExactly(
                        "L6 faults of listener web (side client) began 7 s after certificate"
                                + " generation 3 of listener web");
    }

    @Test
    void newAddressesAreAboutEveryLayerOfTheirUpstream() {
        change(Change.Kind.DNS, "upstream shop", 5);
        passes(2);
        fault(TransportFault.CONNECT_REFUSED, "shop");
        fault(TransportFault.CONNECT_TIMEOUT, "shop");
        fault(TransportFault.CONNECT_REFUSED, "ledger");

        assertThat(words())
                .containsExactly(
                        "L4 faults of upstream shop (side upstream) began 2 s after DNS answer"
                                + " generation 5 of upstream shop");
    }

    @Test
    void whatTheProcessBeganWithIsNoChange() {
        change(Change.Kind.CONFIG, "edge.yaml", 1);
        passes(3);
        fault(TransportFault.CONNECT_REFUSED, "shop");

        assertThat(words()).isEmpty();
    }

    @Test
    void aChangeThatWasLongBeforeOrCameAfterwardsIsNoSuspect() {
        change(Change.Kind.DNS, "upstream shop", 5);
        passes(301);
        fault(TransportFault.CONNECT_REFUSED, "shop");
        passes(1);
        change(Change.Kind.DNS, "upstream shop", 6);

        assertThat(words()).isEmpty();
    }

    @Test
    void faultsThatGoOnDidNotBeginWithTheNewestChange() {
        fault(ApplicationFault.RESPONSE_TIMEOUT, "shop");
        passes(30);
        change(Change.Kind.DNS, "upstream shop", 5);
        passes(30);
        fault(ApplicationFault.RESPONSE_TIMEOUT, "shop");
        assertThat(words()).isEmpty();

        passes(121);
        change(Change.Kind.DNS, "upstream shop", 6);
        passes(1);
        fault(ApplicationFault.RESPONSE_TIMEOUT, "shop");
        assertThat(words())
                .singleElement()
                .asString()
                .contains("1 s after DNS answer generation 6");
    }

    @Test
    void whatIsOverForAnHourIsNotToldAnyMore() {
        change(Change.Kind.DNS, "upstream shop", 5);
        fault(TransportFault.CONNECT_REFUSED, "shop");
        passes(3_700);

        assertThat(words()).isEmpty();
    }

    @Test
    void changesAreKeptInBoundedNumberNewestFirst() {
        for (int i = 1; i <= 1_000; i++) {
            change(Change.Kind.DNS, "upstream shop", i);
        }
        assertThat(ledger.changes().recent())
                .hasSize(128)
                .first()
                .extracting(Change::generation)
                .isEqualTo(1_000L);
    }

    private List<String> words() {
        return Onset.among(ledger.counts(), ledger.changes().recent()).stream()
                .map(Onset::words)
                .toList();
    }

    private void change(Change.Kind kind, String name, long generation) {
        ledger.changes().add(kind, name, generation, "");
    }

    private void fault(FaultCode code, String upstream) {
        Fault fault = Fault.of(code, Side.UPSTREAM, Stage.CONNECT);
        ledger.record(fault, new FaultScope("web", upstream), "10.0.0.1:80", 1);
    }

    private void passes(int seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }

    private final class Steps extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
