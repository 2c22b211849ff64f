package io.faultline.app.admin.page.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TlsFault;
import io.faultline.core.fault.TransportFault;
import io.faultline.core.fault.ledger.Change;
import io.faultline.core.fault.ledger.FaultLedger;
import io.faultline.core.fault.ledger.FaultScope;
import io.faultline.core.observe.saturation.SaturationReport;
import io.faultline.testkit.text.StrictJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FaultsPageTest {

    private Instant now = Instant.parse("2026-03-01T03:00:00Z");
    private final FaultLedger ledger = new FaultLedger(new Steps());
    private final AdminPage faults = new FaultsPage(this::picture);
    private final AdminPage recent = new RecentFaultsPage(this::picture);

    {
        ledger.names(Set.of("web"), Set.of("ledger", "shop"));
    }

    /** Refused for eleven minutes, then a new certificate, then TLS breaks as well. */
    private void aNightOfTrouble() {
        for (int i = 0; i < 11; i++) {
            fault(TransportFault.CONNECT_REFUSED, "shop", "errno", "ECONNREFUSED");
            passes(60);
        }
        ledger.changes().add(Change.Kind.CERTIFICATE, "upstream ledger", 17, "");
        passes(40);
        fault(TlsFault.CERT_EXPIRED, "ledger", "subject", "CN=\u001b[31mledger");
        fault(TlsFault.CERT_UNTRUSTED, "ledger", "issuer", "CN=who");
    }

    @Test
    void theHeadlineIsWhatMayBeBehindIt() {
        aNightOfTrouble();
        assertThat(text(faults))
                .startsWith(
                        "! L6 faults of upstream ledger (side upstream) began 40 s after certificate"
                                + " generation 17 of upstream ledger\n");
    }

    @Test
    void countsStandByLayerUpstreamAndSideInThreeWindows() {
        aNightOfTrouble();
        assertThat(text(faults))
                .containsPattern("LAYER +SIDE +UPSTREAM +1 MIN +10 MIN +1 H +ALL +BEGAN")
                .containsPattern("L4 +upstream +shop +0 +\\d +11 +11 +11 min ago")
                .containsPattern("L6 +upstream +ledger +2 +2 +2 +2 +0 ms ago")
                .containsPattern("L6.CERT_EXPIRED +upstream +ledger +1 +1 ");
        Map<String, @Nullable Object> page = json(faults, Map.of());
        assertThat(page).containsEntry("version", 1L).containsEntry("total", 13L);
        assertThat(list(page, "layers").get(1))
                .containsEntry("layer", "L6")
                .containsEntry("upstream", "ledger")
                .containsEntry("side", "upstream")
                .containsEntry("last_1m", 2L)
                .containsEntry("last_10m", 2L)
                .containsEntry("last_1h", 2L)
                .containsEntry("count", 2L)
                .containsEntry("began", "2026-03-01T03:11:40Z");
        assertThat(list(page, "onsets").getFirst())
                .containsEntry("seconds_after", 40L)
                .extractingByKey("change")
                .asString()
                .contains("kind=certificate", "of=upstream ledger", "generation=17");
        assertThat(page).containsKeys("contradictions", "common_causes", "changes", "fullest");
    }

    @Test
    void changesAndFaultsShareOneTimeLine() {
        aNightOfTrouble();
        String line = text(recent);
        assertThat(line)
                .startsWith("13 of the last 13 faults, newest first; 13 since the start.\n\n#13 ")
                .containsSubsequence(
                        "L6.CERT_EXPIRED",
                        "-- 2026-03-01T03:11:00Z certificate generation 17 of upstream ledger\n",
                        "#11 ",
                        "L4.CONNECT_REFUSED")
                .contains("errno=ECONNREFUSED")
                .doesNotContain("\u001b");
    }

    @Test
    void oneMayAskForSomeOfThem() {
        aNightOfTrouble();
        assertThat(list(json(recent, Map.of("layer", "l6")), "recent")).hasSize(2);
        assertThat(list(json(recent, Map.of("code", "L6.CERT_EXPIRED")), "recent")).hasSize(1);
        assertThat(list(json(recent, Map.of("upstream", "shop")), "recent")).hasSize(11);
        assertThat(list(json(recent, Map.of("side", "client")), "recent")).isEmpty();
        AdminReply reply =
                recent.answer(new AdminQuery("/faults/recent", Map.of("lair", "L6"), ""));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("unknown parameter 'lair'", "layer, code");
    }

    @Test
    void aQuietProxySaysSo() {
        assertThat(text(faults)).startsWith("Nothing has broken since the start.\nFullest: ");
        assertThat(text(recent)).startsWith("0 of the last 0 faults");
    }

    private FaultPicture picture() {
        return FaultPicture.of(ledger, List.of(), SaturationReport.NONE, now);
    }

    private static String text(AdminPage page) {
        return page.answer(new AdminQuery(page.path(), Map.of(), "")).body();
    }

    private static Map<String, @Nullable Object> json(AdminPage page, Map<String, String> asked) {
        return StrictJson.object(
                page.answer(new AdminQuery(page.path(), asked, "application/json")).body());
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, @Nullable Object>> list(
            Map<String, @Nullable Object> page, String key) {
        return (List<Map<String, @Nullable Object>>) Objects.requireNonNull(page.get(key));
    }

    private void fault(FaultCode code, String upstream, String name, String value) {
        Fault fault = Fault.of(code, Side.UPSTREAM, Stage.CONNECT).with(name, value);
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
