package io.faultline.l7.config.check;

import io.faultline.core.config.check.Findings;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.text.DurationText;
import io.faultline.core.config.value.Cidr;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.HttpLimitsConfig;
import io.faultline.l7.config.route.RetriesConfig;
import io.faultline.l7.config.route.RouteConfig;
import io.faultline.l7.config.route.RouteTimeoutsConfig;
import io.faultline.l7.route.RouteEntry;
import io.faultline.l7.route.RouteTable;
import io.faultline.l7.route.Shadows;
import java.time.Duration;
import java.util.List;

/** All cross-checks of an {@code http:} section, in the order of the language. */
public final class HttpChecks {

    private final HttpConfig config;
    private final Findings findings;

    private HttpChecks(HttpConfig config, Findings findings) {
        this.config = config;
        this.findings = findings;
    }

    public static void run(HttpConfig config, Findings findings) {
        new HttpChecks(config, findings).run();
    }

    private void run() {
        if (config.routes().isEmpty() && findings.isSound(config, "routes")) {
            findings.error(
                    findings.at(config, "routes"),
                    "there is no route, so every request is answered with 404. Add one under 'routes'.");
        }
        var matches = new MatchChecks(config.encodedSlash(), findings);
        var actions = new ActionChecks(config.encodedSlash(), findings);
        for (RouteConfig route : config.routes()) {
            matches.run(route.match());
            actions.run(route);
            checkTimeouts(route.timeouts());
            checkRetries(route.retries());
        }
        actions.checkRate(config.rateLimit());
        checkLimits(config.limits());
        config.trustedProxies().forEach(this::checkTrust);
        config.errorPages().forEach(new ErrorPageChecks(findings)::run);
        if (!findings.hasErrors()) {
            checkShadows();
        }
    }

    private void checkTimeouts(RouteTimeoutsConfig timeouts) {
        Duration total = timeouts.total();
        Duration one = timeouts.tryTimeout();
        if (total != null && one != null && one.compareTo(total) > 0) {
            findings.warning(
                    findings.at(timeouts, "tryTimeout"),
                    "one try may take %s and all of them %s: there is never a second one. Shorten"
                            + " tryTimeout.",
                    DurationText.format(one),
                    DurationText.format(total));
        }
    }

    private void checkRetries(RetriesConfig retries) {
        if (retries.attempts() == 1
                && !retries.on().isEmpty()
                && findings.isSound(retries, "attempts")) {
            findings.warning(
                    findings.at(retries, "on"),
                    "with 'attempts: 1' nothing is tried again, whatever 'on' lists. The first try counts"
                            + " as one.");
        }
    }

    private void checkLimits(HttpLimitsConfig limits) {
        if (limits.maxUriBytes().compareTo(limits.maxHeadBytes()) >= 0
                && findings.isSound(limits, "maxUriBytes", "maxHeadBytes")) {
            findings.warning(
                    findings.at(limits, "maxUriBytes", "maxHeadBytes"),
                    "maxUriBytes %s is never reached: maxHeadBytes stops the whole head at %s.",
                    limits.maxUriBytes(),
                    limits.maxHeadBytes());
        }
    }

    private void checkTrust(Cidr range) {
        if (range.prefixBits() == 0) {
            findings.warning(
                    findings.at(range),
                    "%s is everybody: any client can claim any address. List the proxies in front of this"
                            + " one.",
                    range);
        }
    }

    private void checkShadows() {
        List<RouteEntry> entries = RouteTable.of(config, Origins.none()).entries();
        var shadows = new Shadows(entries);
        for (RouteEntry entry : entries) {
            RouteEntry caster = shadows.casterOf(entry);
            if (caster != null) {
                RouteConfig shadowed = config.routes().get(entry.place());
                RouteConfig before = config.routes().get(caster.place());
                boolean oneOfSeveral = shadowed.match().hosts().size() > 1;
                findings.warning(
                        findings.at(shadowed),
                        "no request reaches this route%s: shadowed by the route at %s, which is tried before"
                                + " it and takes all of its requests. 'faultline routes' prints the order.",
                        oneOfSeveral ? " for host " + entry.host() : "",
                        findings.at(before));
            }
        }
    }
}
