package io.faultline.l7.config.check;

import io.faultline.core.config.check.Findings;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.Quote;
import io.faultline.l7.config.EncodedSlash;
import io.faultline.l7.config.route.MatchConfig;
import io.faultline.l7.config.route.ValueMatchConfig;
import io.faultline.l7.regex.LinearRegex;
import io.faultline.l7.route.match.HostPattern;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** What a route asks of a request: can it be understood, and can it ever be true? */
final class MatchChecks {

    private final PathChecks paths;
    private final Findings findings;

    MatchChecks(EncodedSlash encodedSlash, Findings findings) {
        this.paths = new PathChecks(encodedSlash, findings);
        this.findings = findings;
    }

    void run(MatchConfig match) {
        checkHosts(match);
        checkPath(match);
        checkMethods(match);
        match.headers().forEach((name, value) -> checkHeader(match, name, value));
        match.query().forEach((name, value) -> checkParameter(match, name, value));
    }

    private void checkHosts(MatchConfig match) {
        checkOneOf(match, match.host() != null && !match.hosts().isEmpty(), "host", "hosts");
        if (match.host() != null) {
            checkHost(match.host(), findings.at(match, "host"), new HashSet<>());
        }
        Set<HostPattern> seen = new HashSet<>();
        match.hosts().forEach(host -> checkHost(host, findings.at(match, "hosts"), seen));
    }

    private void checkHost(String host, Location at, Set<HostPattern> seen) {
        try {
            if (!seen.add(HostPattern.parse(host))) {
                findings.error(at, "the host %s is listed twice. Keep one.", Quote.of(host));
            }
        } catch (InvalidValueException invalid) {
            findings.error(at, "%s", String.valueOf(invalid.getMessage()));
        }
    }

    private void checkPath(MatchConfig match) {
        checkOneOf(match, match.path() != null && match.pathExact() != null, "path", "pathExact");
        checkOneOf(match, match.path() != null && match.pathRegex() != null, "path", "pathRegex");
        checkOneOf(
                match,
                match.pathExact() != null && match.pathRegex() != null,
                "pathExact",
                "pathRegex");
        if (match.path() != null) {
            paths.check(match.path(), findings.at(match, "path"));
        }
        if (match.pathExact() != null) {
            paths.check(match.pathExact(), findings.at(match, "pathExact"));
        }
        if (match.pathRegex() != null) {
            checkPattern(match.pathRegex(), findings.at(match, "pathRegex"));
        }
    }

    private void checkPattern(String text, Location at) {
        LinearRegex pattern = paths.pattern(text, at);
        byte[] begin = pattern == null ? new byte[0] : pattern.literalPrefix();
        if (begin.length > 0 && begin[0] != '/') {
            findings.error(
                    at,
                    "%s matches no path: it has to match the whole path, which begins with '/'.",
                    Quote.of(text));
        }
    }

    private void checkMethods(MatchConfig match) {
        checkOneOf(
                match, match.method() != null && !match.methods().isEmpty(), "method", "methods");
        if (match.method() != null) {
            checkMethod(match.method(), findings.at(match, "method"));
        }
        match.methods().forEach(each -> checkMethod(each, findings.at(match, "methods")));
    }

    private void checkMethod(String method, Location at) {
        String upper = method.toUpperCase(Locale.ROOT);
        if (!HeaderNames.isToken(method)) {
            findings.error(at, "%s is not a method. Write it like GET.", Quote.of(method));
        } else if (!method.equals(upper)) {
            findings.error(
                    at,
                    "methods are told apart by case, and %s is not %s. Write the latter.",
                    Quote.of(method),
                    upper);
        } else if (method.equals("CONNECT")) {
            findings.error(at, "CONNECT is refused before any route is looked at.");
        }
    }

    private void checkHeader(MatchConfig match, String name, ValueMatchConfig value) {
        if (!HeaderNames.isToken(name)) {
            findings.error(
                    findings.at(match, "headers"),
                    "%s is not the name of a header field.",
                    Quote.of(name));
        } else if (name.equalsIgnoreCase("host")) {
            findings.error(
                    findings.at(match, "headers"),
                    "the host is matched with 'host', beside 'headers'.");
        }
        checkValue(name, value);
    }

    private void checkParameter(MatchConfig match, String name, ValueMatchConfig value) {
        if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || "&=#".indexOf(c) >= 0)) {
            findings.error(
                    findings.at(match, "query"),
                    "%s is not the name of a query parameter. Write it as it stands in a URL.",
                    Quote.of(name));
        }
        checkValue(name, value);
    }

    private void checkValue(String name, ValueMatchConfig value) {
        long tests =
                Arrays.asList(
                                value.exact(),
                                value.prefix(),
                                value.suffix(),
                                value.contains(),
                                value.regex(),
                                value.present())
                        .stream()
                        .filter(Objects::nonNull)
                        .count();
        boolean whole =
                findings.isSound(
                        value, "exact", "prefix", "suffix", "contains", "regex", "present");
        if (tests != 1 && whole) {
            findings.error(
                    findings.at(value),
                    "%s needs exactly one of exact, prefix, suffix, contains, regex and present, and has"
                            + " %d.",
                    Quote.of(name),
                    tests);
        }
        if (value.regex() != null) {
            paths.pattern(value.regex(), findings.at(value, "regex"));
        }
    }

    private void checkOneOf(MatchConfig match, boolean both, String one, String other) {
        if (both) {
            findings.error(
                    findings.at(match, other),
                    "a match has either '%s' or '%s'. Keep one, or make two routes of it.",
                    one,
                    other);
        }
    }
}
