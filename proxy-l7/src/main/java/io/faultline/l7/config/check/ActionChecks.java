package io.faultline.l7.config.check;

import io.faultline.core.config.check.Findings;
import io.faultline.core.config.text.Quote;
import io.faultline.l7.config.EncodedSlash;
import io.faultline.l7.config.route.RateLimitConfig;
import io.faultline.l7.config.route.RequestKeyConfig;
import io.faultline.l7.config.route.RespondConfig;
import io.faultline.l7.config.route.RetriesConfig;
import io.faultline.l7.config.route.RouteConfig;
import io.faultline.l7.config.route.SplitTargetConfig;
import io.faultline.l7.config.route.StickyConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a request: exactly one thing, and nothing beside it that does nothing. */
final class ActionChecks {

    private static final int MAX_BODY = 64 << 10; // it stays in memory, and in every worker's cache
    private static final int SHORTEST_KEY = 16;
    private static final String[] ACTIONS = {"to", "split", "redirect", "respond"};

    private final Findings findings;
    private final TargetChecks targets;
    private final HeaderEditChecks headers;

    ActionChecks(EncodedSlash encodedSlash, Findings findings) {
        this.findings = findings;
        this.targets = new TargetChecks(new PathChecks(encodedSlash, findings), findings);
        this.headers = new HeaderEditChecks(findings);
    }

    void run(RouteConfig route) {
        checkOneAction(route);
        checkNothingIsIdle(route);
        checkSplit(route);
        if (route.redirect() != null) {
            targets.run(route.redirect(), route.match());
        }
        if (route.respond() != null) {
            checkRespond(route.respond());
        }
        if (route.rewrite() != null) {
            targets.run(route.rewrite(), route.match());
        }
        if (route.requestHeaders() != null) {
            headers.run(route.requestHeaders());
        }
        if (route.responseHeaders() != null) {
            headers.run(route.responseHeaders());
        }
        if (route.splitBy() != null) {
            checkKey(route.splitBy());
        }
        if (route.hash() != null) {
            checkKey(route.hash());
        }
        checkRate(route.rateLimit());
        if (route.sticky() != null) {
            checkSticky(route.sticky());
        }
    }

    void checkRate(@Nullable RateLimitConfig limit) {
        if (limit != null && limit.by() != null) {
            checkKey(limit.by());
        }
    }

    private void checkOneAction(RouteConfig route) {
        List<String> actions = new ArrayList<>();
        for (String action : ACTIONS) {
            if (findings.isWritten(route, action)) {
                actions.add(action);
            }
        }
        if (actions.isEmpty() && findings.isSound(route, ACTIONS)) {
            findings.error(
                    findings.at(route),
                    "this route does not say what becomes of its requests. Add one of: to, split,"
                            + " redirect, respond.");
        } else if (actions.size() > 1) {
            findings.error(
                    findings.at(route, actions.get(1)),
                    "this route has both '%s' and '%s'. It does one of: to, split, redirect, respond.",
                    actions.get(0),
                    actions.get(1));
        }
    }

    private void checkNothingIsIdle(RouteConfig route) {
        if (route.redirect() != null || route.respond() != null) {
            String action = route.redirect() != null ? "redirect" : "respond";
            for (String key :
                    new String[] {
                        "rewrite",
                        "requestHeaders",
                        "timeouts",
                        "retries",
                        "maxBodyBytes",
                        "sticky",
                        "hash"
                    }) {
                if (findings.isWritten(route, key) && !isUsualRetries(route, key)) {
                    findings.error(
                            findings.at(route, key),
                            "'%s' is about requests that are forwarded, and this route does '%s'. Remove it.",
                            key,
                            action);
                }
            }
        }
        if (route.splitBy() != null
                && route.split().isEmpty()
                && findings.isSound(route, "split")) {
            findings.error(
                    findings.at(route, "splitBy"),
                    "there is no split that 'splitBy' could decide.");
        }
        if (route.sticky() != null && route.hash() != null) {
            findings.error(
                    findings.at(route, "hash"),
                    "'sticky' and 'hash' both choose the endpoint. Keep one.");
        }
    }

    /** The admin page prints every route with its retries, and what it prints is to be a file again. */
    private static boolean isUsualRetries(RouteConfig route, String key) {
        return key.equals("retries") && route.retries().equals(RetriesConfig.USUAL);
    }

    private void checkSplit(RouteConfig route) {
        List<SplitTargetConfig> split = route.split();
        if (!findings.isWritten(route, "split") || !findings.isSound(route, "split")) {
            return;
        }
        if (split.isEmpty()) {
            findings.error(findings.at(route, "split"), "this split has no parts.");
        } else if (split.stream().allMatch(part -> part.weight() == 0)) {
            findings.error(
                    findings.at(route, "split"),
                    "every part of this split has weight 0: no request could go anywhere. Give one of them"
                            + " a share.");
        }
        Set<String> seen = new HashSet<>();
        for (SplitTargetConfig part : split) {
            if (!seen.add(part.to())) {
                findings.error(
                        findings.at(part, "to"),
                        "%s is in this split twice. Add the weights up.",
                        Quote.of(part.to()));
            }
        }
    }

    private void checkRespond(RespondConfig respond) {
        String body = respond.body();
        if (body != null && (respond.status() == 204 || respond.status() == 304)) {
            findings.error(
                    findings.at(respond, "body"),
                    "a response with status %d has no body. Remove it, or change the status.",
                    respond.status());
        }
        if (body != null && body.getBytes(StandardCharsets.UTF_8).length > MAX_BODY) {
            findings.error(
                    findings.at(respond, "body"),
                    "a body of our own has at most 64KiB. Serve larger ones from an upstream.");
        }
        String fault = HeaderNames.valueFault(respond.contentType());
        if (fault != null) {
            findings.error(findings.at(respond, "contentType"), "%s", "the content type" + fault);
        }
    }

    private void checkKey(RequestKeyConfig key) {
        int sources =
                (key.header() == null ? 0 : 1)
                        + (key.cookie() == null ? 0 : 1)
                        + (key.path() ? 1 : 0)
                        + (key.clientAddress() ? 1 : 0);
        if (sources != 1 && findings.isSound(key, "header", "cookie", "path", "clientAddress")) {
            findings.error(
                    findings.at(key),
                    "a key is exactly one of header, cookie, path and clientAddress, and this has %d.",
                    sources);
        }
        if (key.header() != null && !HeaderNames.isToken(key.header())) {
            findings.error(
                    findings.at(key, "header"),
                    "%s is not the name of a header field.",
                    Quote.of(key.header()));
        }
        if (key.cookie() != null) {
            checkCookie(key.cookie(), key, "cookie");
        }
    }

    private void checkSticky(StickyConfig sticky) {
        checkCookie(sticky.cookie(), sticky, "cookie");
        String key = sticky.key();
        if (key != null && key.length() < SHORTEST_KEY) {
            findings.error(
                    findings.at(sticky, "key"),
                    "a key of %d characters can be guessed, and with it every cookie. Write at least %d:"
                            + " openssl rand -hex 32",
                    key.length(),
                    SHORTEST_KEY);
        }
        if (!sticky.path().startsWith("/")
                || sticky.path().chars().anyMatch(c -> c <= ' ' || c >= 0x7f || c == ';')) {
            findings.error(
                    findings.at(sticky, "path"),
                    "%s is not the path of a cookie. It begins with '/' and has no ';'.",
                    Quote.of(sticky.path()));
        }
    }

    private void checkCookie(String name, Record owner, String key) {
        if (!HeaderNames.isToken(name)) {
            findings.error(
                    findings.at(owner, key), "%s is not the name of a cookie.", Quote.of(name));
        }
    }
}
