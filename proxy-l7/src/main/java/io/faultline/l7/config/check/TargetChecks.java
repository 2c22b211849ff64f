package io.faultline.l7.config.check;

import io.faultline.core.config.check.Findings;
import io.faultline.core.config.describe.Address;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.text.InvalidValueException;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.value.HostPort;
import io.faultline.l7.config.route.MatchConfig;
import io.faultline.l7.config.route.RedirectConfig;
import io.faultline.l7.config.route.RewriteConfig;
import io.faultline.l7.regex.LinearRegex;
import io.faultline.l7.regex.RegexSyntaxException;
import io.faultline.l7.route.action.Template;
import io.faultline.l7.route.match.HostPattern;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a request or its client is sent instead: redirects and rewrites. */
final class TargetChecks {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final PathChecks paths;
    private final Findings findings;

    TargetChecks(PathChecks paths, Findings findings) {
        this.paths = paths;
        this.findings = findings;
    }

    void run(RedirectConfig redirect, MatchConfig match) {
        if (!REDIRECTS.contains(redirect.status()) && findings.isSound(redirect, "status")) {
            findings.error(
                    findings.at(redirect, "status"),
                    "%d is not a redirect. There are 301 and 308 (for good), 302, 303 and 307 (for now).",
                    redirect.status());
        }
        boolean elsewhere = redirect.scheme() != null || redirect.host() != null;
        String to = redirect.to();
        if (to == null && !elsewhere && findings.isSound(redirect, "to", "scheme", "host")) {
            findings.error(
                    findings.at(redirect),
                    "this redirect leads nowhere. Write 'to' with an address, or 'scheme: https'.");
        } else if (to != null && elsewhere) {
            findings.error(
                    findings.at(redirect, "to"),
                    "'to' is a whole address, so 'scheme' and 'host' have nothing left to say. Keep one"
                            + " of both.");
        }
        if (redirect.port() != null && (to != null || !elsewhere)) {
            findings.error(
                    findings.at(redirect, "port"),
                    "'port' goes with 'scheme' or 'host'. In 'to' it is part of the address.");
        }
        if (redirect.host() != null) {
            checkHost(redirect.host(), findings.at(redirect, "host"));
        }
        if (to != null) {
            checkAddress(to, redirect, match);
        }
        if (redirect.keepPath()) {
            checkKeepPath(redirect, match);
        }
    }

    private void checkKeepPath(RedirectConfig redirect, MatchConfig match) {
        String to = redirect.to();
        Location at = findings.at(redirect, "keepPath");
        if (to == null) {
            findings.error(at, "'keepPath' goes with 'to': otherwise the path is kept anyway.");
        } else if (match.pathExact() != null || match.pathRegex() != null) {
            findings.error(
                    at,
                    "'keepPath' keeps what follows a prefix, and this route matches whole paths. With"
                            + " pathRegex use $1 in 'to'.");
        } else if (to.indexOf('?') >= 0) {
            findings.error(at, "'to' has a query, and no path can be put behind it.");
        }
    }

    private void checkAddress(String to, RedirectConfig redirect, MatchConfig match) {
        Location at = findings.at(redirect, "to");
        boolean absolute = to.startsWith("https://") || to.startsWith("http://");
        if (!absolute && (!to.startsWith("/") || to.startsWith("//"))) {
            findings.error(
                    at,
                    "%s is neither https://host/path nor a path that begins with one '/'.",
                    Quote.of(to));
            return;
        }
        if (to.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || "\\#\"<>".indexOf(c) >= 0)) {
            findings.error(
                    at,
                    "%s has a character that may not stand in an address, or a fragment. Percent-encode it.",
                    Quote.of(to));
            return;
        }
        if (absolute) {
            String rest = to.substring(to.indexOf("://") + 3);
            int end = 0;
            while (end < rest.length() && "/?".indexOf(rest.charAt(end)) < 0) {
                end++;
            }
            checkHost(rest.substring(0, end), at);
        } else if (leadsBack(to, redirect, match)) {
            findings.error(
                    at,
                    "%s is matched by this route again: the client would go round in circles. Match less,"
                            + " or lead elsewhere.",
                    Quote.of(to));
        }
        checkGroups(to, at, match);
    }

    private static boolean leadsBack(String to, RedirectConfig redirect, MatchConfig match) {
        String path = to.indexOf('?') < 0 ? to : to.substring(0, to.indexOf('?'));
        if (match.pathRegex() != null
                || !match.headers().isEmpty()
                || !match.query().isEmpty()
                || !match.methods().isEmpty()
                || match.method() != null) {
            return false;
        }
        if (match.pathExact() != null) {
            return match.pathExact().equals(path);
        }
        String prefix = match.path() == null ? "" : match.path().replaceFirst("/+$", "");
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    void run(RewriteConfig rewrite, MatchConfig match) {
        if (rewrite.path() == null && rewrite.pathPrefix() == null && rewrite.host() == null) {
            if (findings.isSound(rewrite, "path", "pathPrefix", "host")) {
                findings.error(findings.at(rewrite), "this rewrite changes nothing.");
            }
        }
        if (rewrite.host() != null) {
            checkHost(rewrite.host(), findings.at(rewrite, "host"));
        }
        if (rewrite.pathPrefix() != null) {
            checkPrefix(rewrite, rewrite.pathPrefix(), match);
        }
        if (rewrite.path() != null) {
            checkPath(rewrite.path(), findings.at(rewrite, "path"), match);
        }
    }

    private void checkPrefix(RewriteConfig rewrite, String prefix, MatchConfig match) {
        Location at = findings.at(rewrite, "pathPrefix");
        if (rewrite.path() != null) {
            findings.error(at, "'pathPrefix' and 'path' both make the path. Keep one.");
        }
        if (match.pathExact() != null || match.pathRegex() != null) {
            findings.error(
                    at,
                    "there is no prefix to replace: this route matches whole paths. Write 'path', with $1"
                            + " for a group of pathRegex.");
        }
        paths.check(prefix, at);
    }

    private void checkPath(String path, Location at, MatchConfig match) {
        if (match.pathRegex() == null || path.indexOf('$') < 0) {
            paths.check(path, at);
        } else if (!path.startsWith("/")) {
            findings.error(at, "%s is not a path. A path begins with '/'.", Quote.of(path));
        } else if (path.chars().anyMatch(c -> c <= ' ' || c >= 0x7f || "\\#?".indexOf(c) >= 0)) {
            findings.error(at, "%s has a character that may not stand in a path.", Quote.of(path));
        }
        checkGroups(path, at, match);
    }

    private void checkGroups(String template, Location at, MatchConfig match) {
        int largest = Template.largestGroup(template);
        int groups = groups(match.pathRegex());
        if (largest > groups && groups >= 0) {
            findings.error(
                    at,
                    match.pathRegex() == null
                            ? "%s has $%d, which is a group of pathRegex, and there is none."
                            : "%s has $%d, and pathRegex has fewer groups.",
                    Quote.of(template),
                    largest);
        }
    }

    /** Or -1 when the pattern cannot be used, which is told elsewhere. */
    private static int groups(@Nullable String pattern) {
        try {
            return pattern == null ? 0 : LinearRegex.compile(pattern).groups();
        } catch (RegexSyntaxException invalid) {
            return -1;
        }
    }

    private void checkHost(String host, Location at) {
        try {
            boolean port = host.matches(".*[^:\\[]:[0-9]+") || host.matches("\\[.*]:[0-9]+");
            if (port) {
                HostPort.parse(host, Address.Use.CONNECT);
            } else if (HostPattern.parse(host).kind() != HostPattern.Kind.EXACT) {
                findings.error(at, "%s is not one host.", Quote.of(host));
            }
        } catch (InvalidValueException invalid) {
            findings.error(at, "%s", String.valueOf(invalid.getMessage()));
        }
    }
}
