package io.faultline.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.faultline.app.browser.Chromium;
import io.faultline.app.browser.Tab;
import io.faultline.app.demo.DemoUnderLoad;
import io.faultline.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dashboard of the demo, under load and with a dead endpoint, in a real browser. */
@Timeout(300)
class DashboardIT {

    /** What the page looked like; {@code -Dfaultline.dashboard.picture=true} makes the one of the README. */
    private static final Path PICTURES = Path.of("target", "dashboard");

    private static final boolean PICTURE = Boolean.getBoolean("faultline.dashboard.picture");

    private static final String UPTIME =
            "Number(/up (\\d+) s/.exec(document.querySelector('#facts').textContent)?.[1] ?? 0)";

    private static final String DEAD = "#map-table [data-cell='L4 upstream:static']";

    private static DemoUnderLoad demo;
    private static Chromium browser;
    private static @Nullable Tab opened;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Chromium.installed().isPresent(), "there is no chromium on this machine");
        demo = DemoUnderLoad.start();
        browser = Chromium.start();
        if (PICTURE) {
            awaitUptime(browser.newTab(), 60); // it has served for a while when it happens
        }
        demo.kill("gamma"); // the only one that has what static serves
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.close();
        }
    }

    @AfterEach
    void closeTheTab() {
        if (opened != null) {
            opened.close();
            opened = null;
        }
    }

    private static Tab open(int width, String scheme) {
        Tab tab = browser.newTab();
        opened = tab;
        tab.size(width, 900);
        tab.prefers(scheme);
        tab.go(demo.admin() + "/");
        tab.until(
                "the stream has begun", "document.querySelector('#link').dataset.state === 'live'");
        tab.until(
                "the first exchange was taken apart",
                "document.querySelectorAll('#steps li').length > 4");
        return tab;
    }

    @Test
    void theSevenLayersAndAllAroundThemAreShownUnderLoad() {
        Tab tab = open(1400, "dark");

        assertThat(
                        tab.eval(
                                "[...document.querySelectorAll('#map-table tbody th b')].map((e) => e.textContent)"))
                .isEqualTo(List.of("L7", "L6", "L5", "L4", "L3", "L2", "L1"));
        assertThat(
                        tab.eval(
                                "[...document.querySelectorAll('#map-table thead th')].map((e) => e.firstChild.textContent)"))
                .isEqualTo(
                        List.of(
                                "Layer",
                                "clients",
                                "this proxy",
                                "payments",
                                "static",
                                "shop",
                                "shop-by-client",
                                "half-dead"));
        tab.until(
                "requests are counted",
                "Number(document.querySelector('#tiles dd span').textContent.replace(',', '')) > 0");
        for (String chart : List.of("rate", "late", "split", "time")) {
            tab.until(
                    chart + " is drawn",
                    "document.querySelectorAll('#" + chart + " path').length > 0");
        }
        tab.until(
                "all endpoints stand there",
                "document.querySelectorAll('#ends tbody th').length === 11");
        tab.until(
                "something is full to a part", "document.querySelectorAll('#full li').length > 2");
        tab.until("slow ones are told", "document.querySelectorAll('#tail tbody tr').length > 3");
        assertThat(tab.text("document.querySelector('#facts').textContent"))
                .contains("generation 1");
        PageCheck.nobodyComplains(tab, demo.admin());
    }

    @Test
    void aDeadEndpointHeatsItsCellAndTheCellTellsTheProofAndTheCommands() {
        Tab tab = open(1400, "dark");
        String address = demo.addressOf("gamma");
        tab.until(
                "the cell is hot",
                "document.querySelector(\"" + DEAD + "\").dataset.heat === 'many'");
        tab.until( // others lose one endpoint of three at the same moment
                "it is what breaks most",
                "document.querySelector('#verdict-text').textContent.startsWith('L4 transport breaks at static')");
        tab.until(
                "it is told in words",
                "/L4 transport, static: .* faults a min, many now, mostly connect refused/.test(document.querySelector(\""
                        + DEAD
                        + "\").getAttribute('aria-label'))");
        assertThat(
                        tab.text(
                                "document.querySelector(\"#map-table [data-cell='L7 upstream:static']\").dataset.heat"))
                .as("layers above are not blamed")
                .isEqualTo("quiet");

        tab.click(DEAD);

        tab.until("the drawer is open", "document.querySelector('#drawer').open");
        String told = tab.text("document.querySelector('#drawer').innerText");
        assertThat(told)
                .contains("L4.CONNECT_REFUSED", "ECONNREFUSED", address)
                .contains("nc -vz " + address.replace(':', ' '))
                .contains("The last ones");
        assertThat(tab.text("document.querySelector('#drawer').innerText"))
                .doesNotContain("ADDRESS");
        PageCheck.contrastIsEnough(tab);
        tab.screenshot(PICTURES.resolve("drawer.png"), false);
        PageCheck.nobodyComplains(tab, demo.admin());
    }

    @Test
    void theMapIsWalkedWithArrowsAndOpenedWithEnterAndLeftWithEscape() {
        Tab tab = open(1400, "dark");
        tab.until(
                "the cell is hot",
                "document.querySelector(\"" + DEAD + "\").dataset.heat === 'many'");
        assertThat(tab.eval("document.querySelectorAll('.cell[tabindex=\"0\"]').length"))
                .as("one stop of Tab")
                .isEqualTo(1.0);
        tab.eval("document.querySelector('.cell[tabindex=\"0\"]').focus()");

        for (int i = 0; i < 3; i++) {
            tab.press("ArrowDown", 40);
            tab.press("ArrowRight", 39);
        }
        assertThat(tab.text("document.activeElement.dataset.cell")).isEqualTo("L4 upstream:static");
        tab.press("Enter", 13);
        tab.until("the drawer is open", "document.querySelector('#drawer').open");
        assertThat(tab.text("document.activeElement.textContent"))
                .isEqualTo("L4 transport, static");
        tab.press("Escape", 27);
        tab.until("the drawer is closed", "!document.querySelector('#drawer').open");
        assertThat(tab.text("document.activeElement.dataset.cell")).isEqualTo("L4 upstream:static");
        PageCheck.nobodyComplains(tab, demo.admin());
    }

    @Test
    void anExchangeThatIsChosenIsTakenApartAndStays() {
        Tab tab = open(1400, "light");
        tab.until(
                "a failed one is told",
                "[...document.querySelectorAll('#tail .pick')].some((e) => e.textContent.includes('/img/'))");
        tab.eval(
                "[...document.querySelectorAll('#tail .pick')].find((e) => e.textContent.includes('/img/')).click()");

        tab.until(
                "it is the chosen one",
                "document.querySelector('#anat-note').textContent === 'the one you chose'");
        assertThat(tab.text("document.querySelector('.area-anat').innerText"))
                .contains(
                        "GET /img/logo.png",
                        "TLS with the client",
                        "TLSv1.3",
                        "Connection to the endpoint")
                .contains("L4.CONNECT_REFUSED");
    }

    @Test
    void whatIsPausedStandsStillUntilItGoesOn() {
        Tab tab = open(1400, "light");
        tab.click("#pause");
        tab.eval("new Promise(requestAnimationFrame)"); // what was about to be drawn has been
        String before = tab.text("document.querySelector('#facts').textContent");
        String heard =
                "new Promise((done) => { const s = new EventSource('/dashboard/events'); let n = 0; s.addEventListener('tick', () => { if (++n === 2) { s.close(); done('two more'); } }); })";

        assertThat(tab.text(heard)).isEqualTo("two more");
        assertThat(tab.text("document.querySelector('#facts').textContent")).isEqualTo(before);
        assertThat(tab.text("document.querySelector('#pause').getAttribute('aria-pressed')"))
                .isEqualTo("true");
        tab.click("#pause");
        tab.until(
                "it goes on",
                "document.querySelector('#facts').textContent !== " + "'" + before + "'");
    }

    @ParameterizedTest
    @CsvSource({"dark, 360", "light, 360", "dark, 1400", "light, 1400", "dark, 2560"})
    void itIsReadableOnEveryScreen(String scheme, int width) {
        Tab tab = open(width, scheme);
        tab.until(
                "the cell is hot",
                "document.querySelector(\"" + DEAD + "\").dataset.heat === 'many'");

        PageCheck.fits(tab);
        PageCheck.contrastIsEnough(tab);
        PageCheck.everythingHasAName(tab);
        tab.fit(width);
        tab.until(
                "it is drawn for this size",
                "document.querySelector('#rate svg').viewBox.baseVal.width <= document.querySelector('#rate').clientWidth + 1");
        tab.screenshot(PICTURES.resolve(scheme + "-" + width + ".png"), false);
        PageCheck.nobodyComplains(tab, demo.admin());
    }

    @Test
    void theSwitchWinsOverTheSystem() {
        Tab tab = open(1400, "dark");
        String dark = tab.text("getComputedStyle(document.body).backgroundColor");

        tab.click("#theme");
        assertThat(tab.text("document.querySelector('#theme').textContent"))
                .isEqualTo("Theme: dark");
        tab.prefers("light");
        assertThat(tab.text("getComputedStyle(document.body).backgroundColor")).isEqualTo(dark);
        tab.click("#theme");
        assertThat(tab.text("document.querySelector('#theme').textContent"))
                .isEqualTo("Theme: light");
        assertThat(tab.text("getComputedStyle(document.body).backgroundColor")).isNotEqualTo(dark);
        tab.click("#theme");
        assertThat(tab.text("document.querySelector('#theme').textContent"))
                .isEqualTo("Theme: system");
    }

    @Test
    void thePictureOfTheReadmeIsMadeHere() {
        assumeTrue(PICTURE, "only when it is asked for");
        Tab tab = open(1400, "dark");
        tab.size(1400, 1060);
        awaitUptime(tab, 90); // what happened is to be seen in the curves
        tab.screenshot(Path.of("..", "docs", "dashboard.png"), false);
    }

    private static void awaitUptime(Tab tab, int seconds) {
        if ("about:blank".equals(tab.text("location.href"))) {
            tab.go(demo.admin() + "/dashboard");
        }
        Eventually.until(
                "it has been up for " + seconds + " s",
                Duration.ofMinutes(3),
                () -> tab.eval(UPTIME) instanceof Double up && up >= seconds);
    }
}
