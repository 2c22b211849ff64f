package io.faultline.core.config.check;

import io.faultline.core.config.text.DurationText;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.upstream.EjectionConfig;
import io.faultline.core.config.upstream.GrpcCheckConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Balance;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import java.time.Duration;
import java.util.Locale;

/** Settings of an upstream that contradict each other or do nothing. */
final class UpstreamChecks {

    private static final int MAX_SERVICE = 1_000;

    private final Findings findings;
    private final EndpointChecks endpoints;
    private final HttpCheckChecks httpChecks;

    UpstreamChecks(Findings findings) {
        this.findings = findings;
        this.endpoints = new EndpointChecks(findings);
        this.httpChecks = new HttpCheckChecks(findings);
    }

    void run(String name, UpstreamConfig upstream) {
        Names.check(findings, "an upstream", name, findings.at(upstream));
        endpoints.run(name, upstream);
        checkHashBalance(upstream);
        checkDns(upstream.dns());
        checkEjection(upstream.ejection());
        checkConnect(upstream.connect());
        checkProtocol(name, upstream);
        if (upstream.health() != null) {
            checkHealth(upstream.health());
            httpChecks.run(upstream.health());
            checkGrpc(name, upstream, upstream.health());
        }
    }

    private void checkHashBalance(UpstreamConfig upstream) {
        double factor = upstream.hashBalanceFactor();
        if (factor == 0 || !findings.isSound(upstream, "hashBalanceFactor", "balance")) {
            return;
        }
        if (upstream.balance() != Balance.SOURCE_HASH) {
            findings.error(
                    findings.at(upstream, "hashBalanceFactor"),
                    "hashBalanceFactor bounds the load of 'balance: source-hash' and does nothing with"
                            + " any other. Remove it, or change the balance.");
        } else if (factor <= 1) {
            findings.error(
                    findings.at(upstream, "hashBalanceFactor"),
                    "hashBalanceFactor is how much more than its fair share an endpoint may take: above"
                            + " 1, such as 1.25. With 1 or less nothing is left to balance.");
        }
    }

    private void checkDns(DnsConfig dns) {
        if (dns.minTtl().compareTo(dns.maxTtl()) > 0 && findings.isSound(dns, "minTtl", "maxTtl")) {
            findings.error(
                    findings.at(dns, "minTtl", "maxTtl"),
                    "minTtl %s is longer than maxTtl %s. Shorten it, or raise maxTtl.",
                    DurationText.format(dns.minTtl()),
                    DurationText.format(dns.maxTtl()));
        }
    }

    private void checkEjection(EjectionConfig ejection) {
        if (ejection.baseTime().compareTo(ejection.maxTime()) > 0
                && findings.isSound(ejection, "baseTime", "maxTime")) {
            findings.error(
                    findings.at(ejection, "baseTime", "maxTime"),
                    "baseTime %s is longer than maxTime %s. Shorten it, or raise maxTime.",
                    DurationText.format(ejection.baseTime()),
                    DurationText.format(ejection.maxTime()));
        }
    }

    private void checkConnect(ConnectConfig connect) {
        if (connect.timeout().compareTo(connect.budget()) > 0
                && findings.isSound(connect, "timeout", "budget")) {
            findings.warning(
                    findings.at(connect, "timeout", "budget"),
                    "the timeout of one connect, %s, is longer than the budget of all, %s: there is never"
                            + " a second attempt. Raise the budget.",
                    DurationText.format(connect.timeout()),
                    DurationText.format(connect.budget()));
        }
        String source = connect.source();
        if (source != null && !IpLiteral.isAddress(source)) {
            findings.error(
                    findings.at(connect, "source"),
                    "%s is not an IP address. The source is one of this machine's own addresses, without"
                            + " a port.",
                    Quote.of(source));
        }
    }

    private void checkProtocol(String name, UpstreamConfig upstream) {
        if (!findings.isSound(upstream, "protocol", "tls")) {
            return;
        }
        boolean tls = upstream.tls() != null;
        if (upstream.protocol() == Speaks.H2 && !tls) {
            findings.error(
                    findings.at(upstream, "protocol"),
                    "protocol h2 is HTTP/2 inside TLS, and upstream %s has no tls. Add tls, or use h2c:"
                            + " HTTP/2 without TLS.",
                    Quote.of(name));
        } else if (upstream.protocol() == Speaks.H2C && tls) {
            findings.error(
                    findings.at(upstream, "protocol"),
                    "protocol h2c is HTTP/2 without TLS, and upstream %s has tls. Use h2, or remove tls.",
                    Quote.of(name));
        } else if (upstream.protocol() == Speaks.AUTO && !tls) {
            findings.warning(
                    findings.at(upstream, "protocol"),
                    "protocol auto asks endpoints inside TLS what they speak, and upstream %s has no tls:"
                            + " it means h1. Use h2c for HTTP/2 without TLS.",
                    Quote.of(name));
        }
    }

    private void checkGrpc(String name, UpstreamConfig upstream, HealthConfig health) {
        GrpcCheckConfig grpc = health.grpc();
        if (grpc == null) {
            return;
        }
        if (health.tcp() != null || health.http() != null) {
            findings.error(
                    findings.at(health, "grpc"),
                    "a check is one of tcp, http and grpc: a gRPC check connects and asks over HTTP as"
                            + " well. Remove the others.");
        }
        boolean http2 =
                switch (upstream.protocol()) {
                    case H1 -> false;
                    case H2, H2C -> true;
                    case AUTO -> upstream.tls() != null;
                };
        if (!http2 && findings.isSound(upstream, "protocol")) {
            findings.error(
                    findings.at(health, "grpc"),
                    "gRPC is spoken over HTTP/2, and upstream %s has protocol %s. Set it to h2c, or to h2"
                            + " with tls.",
                    Quote.of(name),
                    upstream.protocol().name().toLowerCase(Locale.ROOT));
        }
        if (grpc.service().length() > MAX_SERVICE) {
            findings.error(
                    findings.at(grpc, "service"), "a service's name has at most 1,000 characters.");
        }
    }

    private void checkHealth(HealthConfig health) {
        Duration timeout = health.timeout();
        if (timeout.compareTo(health.interval()) >= 0
                && findings.isSound(health, "timeout", "interval")) {
            findings.warning(
                    findings.at(health, "timeout", "interval"),
                    "a check may take %s, and the next is due after %s. Keep the timeout below the"
                            + " interval.",
                    DurationText.format(timeout),
                    DurationText.format(health.interval()));
        }
    }
}
