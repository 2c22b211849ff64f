package io.faultline.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.faultline.app.browser.Tab;
import java.util.List;

/** What must be so about the page whatever it shows: names, structure, contrast, and whom it asks. */
final class PageCheck {

    /**
     * RFC-like in spirit, WCAG 2.2 in fact (1.4.3): each piece of text against the first ground below it
     * that is not transparent. A colour that is on its way to another counts as having arrived: 0.4 s of
     * fading are not what anybody reads by.
     */
    private static final String TOO_FAINT =
            """
            (() => {
              document.getAnimations().forEach((fading) => fading.finish());
              const numbers = (text) => {
                const found = text.match(/[\\d.]+/g).map(Number);
                return text.startsWith('color(') ? found.map((n, i) => (i < 3 ? n * 255 : n)) : found;
              };
              const light = ([r, g, b]) => {
                const part = (v) => { const s = v / 255; return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4; };
                return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
              };
              const ground = (node) => {
                for (let at = node; at; at = at.parentElement) {
                  const found = numbers(getComputedStyle(at).backgroundColor);
                  if (found.length < 4 || found[3] > 0.99) return found;
                }
                return [255, 255, 255];
              };
              const bad = [];
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              while (walk.nextNode()) {
                const node = walk.currentNode.parentElement;
                if (!walk.currentNode.textContent.trim() || !node.checkVisibility() || node.closest('.skip, title, script, noscript, dialog:not([open])')) continue;
                const style = getComputedStyle(node);
                const ink = numbers(node.closest('svg') ? style.fill : style.color);
                const [a, b] = [light(ink), light(ground(node))].sort((x, y) => y - x);
                const size = parseFloat(style.fontSize);
                const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
                const ratio = (a + 0.05) / (b + 0.05);
                if (ratio < (large ? 3 : 4.5)) bad.push(walk.currentNode.textContent.trim().slice(0, 40) + ' ' + ratio.toFixed(2) + ' ' + node.className);
              }
              return bad;
            })()
            """;

    private static final String NAMELESS =
            """
            [...document.querySelectorAll('button, a[href], [role=region], section, dialog, table')]
              .filter((node) => !(node.getAttribute('aria-label') || node.textContent.trim()
                || node.getAttribute('aria-labelledby')))
              .map((node) => node.outerHTML.slice(0, 80))
              .concat([...document.querySelectorAll('[aria-labelledby]')]
                .filter((node) => !document.getElementById(node.getAttribute('aria-labelledby')))
                .map((node) => 'labelled by nothing: ' + node.id))
              .concat([...document.querySelectorAll('th:not([scope]), img:not([alt])')].map((node) => node.outerHTML))
              .concat([...document.querySelectorAll('[id]')].map((node) => node.id)
                .filter((id, i, all) => all.indexOf(id) !== i).map((id) => 'twice: ' + id))
            """;

    private PageCheck() {}

    static void everythingHasAName(Tab tab) {
        assertThat((List<?>) tab.eval(NAMELESS)).isEmpty();
        assertThat(tab.eval("document.querySelectorAll('h1').length")).isEqualTo(1.0);
        assertThat(tab.text("document.documentElement.lang")).isEqualTo("en");
    }

    static void contrastIsEnough(Tab tab) {
        assertThat((List<?>) tab.eval(TOO_FAINT)).isEmpty();
    }

    /** Wide things scroll in themselves: the page does not move sideways. */
    static void fits(Tab tab) {
        assertThat(tab.eval("document.documentElement.scrollWidth <= innerWidth"))
                .as(
                        "wider than the window: "
                                + tab.text(
                                        "JSON.stringify([...document.querySelectorAll('main *')].filter((n) =>"
                                                + " n.getBoundingClientRect().right > innerWidth + 1 &&"
                                                + " !n.closest('.scroll, .chart')).slice(0, 5).map((n) =>"
                                                + " n.outerHTML.slice(0, 90)))"))
                .isEqualTo(true);
    }

    /** Nothing on the console, no violation of the policy, and nobody asked but the proxy. */
    static void nobodyComplains(Tab tab, String origin) {
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests()).isNotEmpty().allMatch(each -> each.startsWith(origin + "/"));
    }
}
