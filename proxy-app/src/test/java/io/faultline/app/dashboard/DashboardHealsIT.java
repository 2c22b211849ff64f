package io.faultline.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.app.browser.Chromium;
import io.faultline.app.browser.Tab;
import io.faultline.app.serve.Protocols;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.testkit.net.OriginConnection;
import io.faultline.testkit.net.RawClient;
import io.faultline.testkit.net.ReservedPort;
import io.faultline.testkit.net.ScriptedOrigin;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A page that stays open while the proxy behind it changes, goes and comes back. */
@Timeout(120)
class DashboardHealsIT {

    private static final String FIRST_EVENT =
            "document.querySelector('#events li:last-child time')?.getAttribute('datetime')";

    private static Chromium browser;
    private static @Nullable Tab opened;

    private final ReservedPort reserved = ReservedPort.any();

    @BeforeAll
    static void start() {
        assumeTrue(Chromium.installed().isPresent(), "there is no chromium on this machine");
        browser = Chromium.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static ServedProxy serve(int admin, int upstreams) throws Exception {
        return ServedProxy.start(config(admin, upstreams), news -> {});
    }

    private static LoadedConfig config(int admin, int upstreams) throws Exception {
        String all =
                IntStream.range(0, upstreams)
                        .mapToObj(i -> "  app%02d: { endpoints: [127.0.0.1:1] }\n".formatted(i))
                        .collect(Collectors.joining());
        return Protocols.parse(
                "edge.yaml",
                """
                listeners:
                  - { name: web, bind: 127.0.0.1:0, http: { routes: [{ to: app00 }] } }
                upstreams:
                %sadmin: { bind: 127.0.0.1:%d }
                """
                        .formatted(all, admin));
    }

    private static Tab open(int admin) {
        Tab tab = browser.newTab();
        opened = tab;
        tab.size(1400, 900);
        tab.go("http://127.0.0.1:" + admin + "/dashboard");
        tab.until(
                "the stream has begun", "document.querySelector('#link').dataset.state === 'live'");
        tab.until(
                "the map is there",
                "document.querySelectorAll('#map-table tbody tr').length === 7");
        return tab;
    }

    /** One that comes back after a restart: nobody else gets it meanwhile. */
    private int freePort() {
        return reserved.port();
    }

    @AfterEach
    void release() throws Exception {
        reserved.close();
        if (opened != null) {
            opened.close();
        }
    }

    @Test
    void aProxyThatHasNothingToDoSaysSo() throws Exception {
        int admin = freePort();
        ServedProxy proxy = serve(admin, 1);
        try {
            Tab tab = open(admin);

            tab.until(
                    "it is quiet",
                    "document.querySelector('#verdict-text').textContent === 'All seven layers are quiet.'");
            tab.until(
                    "no client",
                    "document.querySelector('#rate').textContent.startsWith('No client has come')");
            assertThat(tab.text("document.querySelector('#late').textContent"))
                    .startsWith("No HTTP exchange has ended");
            assertThat(tab.text("document.querySelector('#tail tbody').textContent"))
                    .startsWith("Nothing has been served yet");
            assertThat(tab.text("document.querySelector('#anat-lead').textContent"))
                    .startsWith("As soon as something");
            PageCheck.contrastIsEnough(tab);
            PageCheck.nobodyComplains(tab, "http://127.0.0.1:" + admin);
        } finally {
            proxy.stop().join();
        }
    }

    @Test
    void aLostProxyIsShownAtOnceAndTheConnectionHealsByItself() throws Exception {
        int admin = freePort();
        ServedProxy proxy = serve(admin, 1);
        Tab tab = open(admin);
        assertThat(tab.eval("document.querySelector('#lost').hidden")).isEqualTo(true);

        tab.until("the start is told", FIRST_EVENT);
        String begun = tab.text(FIRST_EVENT);
        proxy.stop().join();

        tab.until("the loss is shown", "document.querySelector('#lost').checkVisibility()");
        assertThat(tab.text("document.querySelector('#lost').textContent"))
                .startsWith("The proxy does not answer.");
        assertThat(tab.text("document.title")).contains("no connection");
        PageCheck.contrastIsEnough(tab);

        ServedProxy again = serve(admin, 2);
        try {
            tab.until(
                    "it has healed",
                    "document.querySelector('#link').dataset.state === 'live' && document.querySelector('#lost').hidden");
            tab.until(
                    "what is new is shown",
                    "[...document.querySelectorAll('#map-table thead th')].some((e) => e.textContent.startsWith('app01'))");
            tab.until("the old process is forgotten", FIRST_EVENT + " > '" + begun + "'");
            assertThat(tab.complaints()).allMatch(each -> each.contains("/dashboard/events"));
        } finally {
            again.stop().join();
        }
    }

    @Test
    void aReloadIsOnTheTimeLineAndItsUpstreamsInTheMap() throws Exception {
        int admin = freePort();
        ServedProxy proxy = serve(admin, 1);
        try {
            Tab tab = open(admin);

            proxy.server().reload(config(admin, 2)).join();

            tab.until(
                    "the generation is told",
                    "document.querySelector('#facts').textContent.includes('generation 2')");
            tab.until(
                    "the change is told",
                    "document.querySelector('#events').textContent.includes('configuration generation 2')");
            tab.until(
                    "a column has come",
                    "document.querySelectorAll('#map-table thead th').length === 5");
            assertThat(tab.complaints()).isEmpty();
        } finally {
            proxy.stop().join();
        }
    }

    @Test
    void checksAndTrafficThatDisagreeAreShownBesideEachOther() throws Exception {
        int admin = freePort();
        // It takes connections, which is all that its check asks, and answers nobody.
        try (var origin = ScriptedOrigin.start(OriginConnection::close)) {
            ServedProxy proxy =
                    ServedProxy.start(
                            Protocols.parse(
                                    "edge.yaml",
                                    """
                                    listeners:
                                      - { name: web, bind: 127.0.0.1:0, http: { routes: [{ to: app }] } }
                                    upstreams:
                                      app:
                                        endpoints: [127.0.0.1:%d]
                                        health: { tcp: {}, interval: 100ms, timeout: 1s }
                                        ejection: { consecutiveFaults: 0 }
                                    admin: { bind: 127.0.0.1:%d }
                                    """
                                            .formatted(origin.port(), admin)),
                            news -> {});
            try {
                Tab tab = open(admin);
                int web = proxy.server().listeners().getFirst().boundAddress().port();
                for (int i = 0; i < 6; i++) {
                    try (RawClient client = RawClient.connect(web)) {
                        client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                                .readToEnd();
                    }
                }

                tab.until(
                        "the disagreement stands below its endpoint",
                        "document.querySelector('#ends .warn')?.textContent.startsWith('Checks and traffic disagree: its health check passes')");
                tab.until(
                        "it is what is said on top",
                        "document.querySelector('#hint').textContent.startsWith('⚑ app 127.0.0.1:')");
                PageCheck.contrastIsEnough(tab);
                PageCheck.nobodyComplains(tab, "http://127.0.0.1:" + admin);
            } finally {
                proxy.stop().join();
            }
        }
    }

    @Test
    void ofManyUpstreamsSomeHaveAColumnAndTheRestShareOne() throws Exception {
        int admin = freePort();
        ServedProxy proxy = serve(admin, 40);
        try {
            Tab tab = open(admin);

            List<?> names =
                    (List<?>)
                            tab.eval(
                                    "[...document.querySelectorAll('#map-table thead th')].map((e) => e.firstChild.textContent)");
            assertThat(names).hasSize(1 + 2 + 14 + 1).last().isEqualTo("others");
            PageCheck.fits(tab);
        } finally {
            proxy.stop().join();
        }
    }
}
