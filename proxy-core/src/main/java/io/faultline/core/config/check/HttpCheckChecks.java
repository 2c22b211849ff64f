package io.faultline.core.config.check;

import io.faultline.core.config.text.Quote;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HttpCheckConfig;
import io.faultline.core.config.value.StatusRange;

/** Requests of health checks that could not be sent, or whose answer could never be good. */
final class HttpCheckChecks {

    private static final int MAX_PATH = 2_000; // the whole request is written at once

    private final Findings findings;

    HttpCheckChecks(Findings findings) {
        this.findings = findings;
    }

    void run(HealthConfig health) {
        HttpCheckConfig http = health.http();
        if (http == null) {
            return;
        }
        if (health.tcp() != null) {
            findings.error(
                    findings.at(health, "tcp"),
                    "a check is either tcp or http: an HTTP check connects as well. Remove tcp.");
        }
        checkRequest(http);
        checkAnswer(http);
    }

    private void checkRequest(HttpCheckConfig http) {
        String path = http.path();
        if (!path.startsWith("/") || path.length() > MAX_PATH || !isVisible(path)) {
            findings.error(
                    findings.at(http, "path"),
                    "%s is no path to ask for: it begins with '/', has no spaces, nothing that would have"
                            + " to be percent-encoded, and at most 2,000 characters.",
                    Quote.of(path));
        }
        if (!http.method().matches("[A-Z]{1,20}") || http.method().equals("CONNECT")) {
            findings.error(
                    findings.at(http, "method"),
                    "%s is no method to check with. Write one in upper case, such as GET or HEAD.",
                    Quote.of(http.method()));
        }
        String host = http.host();
        if (host != null
                && !host.matches("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?")) {
            findings.error(
                    findings.at(http, "host"),
                    "%s is no Host. Write a name, such as shop.example.com, and a port if it needs one.",
                    Quote.of(host));
        }
    }

    private void checkAnswer(HttpCheckConfig http) {
        for (StatusRange range : http.expect()) {
            if (range.last() < 200) {
                findings.error(
                        findings.at(http, "expect"),
                        "%s is interim: the answer that a check waits for comes after it. Expect 200 or"
                                + " more.",
                        range);
            }
        }
        String body = http.body();
        if (body == null) {
            return;
        }
        if (body.isEmpty()) {
            findings.error(
                    findings.at(http, "body"),
                    "an empty text stands in every body. Remove it, or say what must be there.");
        } else if (http.method().equals("HEAD")) {
            findings.error(
                    findings.at(http, "body"),
                    "the answer to HEAD has no body to look in. Use GET.");
        }
    }

    private static boolean isVisible(String text) {
        return text.chars().allMatch(c -> c > ' ' && c < 0x7f) && text.indexOf('#') < 0;
    }
}
