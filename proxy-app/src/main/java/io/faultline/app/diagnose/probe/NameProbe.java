package io.faultline.app.diagnose.probe;

import io.faultline.app.diagnose.ladder.Outcome;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.core.Layer;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.discovery.dns.Answer;
import io.faultline.core.discovery.dns.DnsScope;
import io.faultline.core.discovery.dns.NameTrace;
import io.faultline.core.discovery.dns.system.SystemNames;
import io.faultline.core.fault.Fault;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A host becomes addresses, by the upstream's own resolver and rules. */
public final class NameProbe {

    private static final String NAME = "name";

    /** Room for every name server, every family and every entry of a search list. */
    private static final int ROUNDS = 8;

    private NameProbe() {}

    /** @param addresses in the order in which they are used; none when the rung is broken */
    public record Found(Rung rung, List<InetAddress> addresses) {}

    public static Found of(Bench bench, DnsConfig config, String host) {
        if (IpLiteral.isAddress(host)) {
            Rung rung =
                    Rung.of(Layer.L7, NAME, Outcome.OK, -1, host + " is an address: nobody asked");
            return new Found(rung, List.of(InetAddress.ofLiteral(host)));
        }
        Duration most = config.timeout().multipliedBy(ROUNDS).plusSeconds(2);
        NameTrace trace =
                bench.ask(
                        most,
                        outcome ->
                                NameTrace.ask(
                                        host,
                                        DnsScope.overNetwork(
                                                        bench.worker().loop(), new SystemNames())
                                                .apply(config),
                                        bench.worker().ticker(),
                                        outcome::complete));
        return new Found(rung(host, trace), trace.addresses());
    }

    private static Rung rung(String host, NameTrace trace) {
        Rung rung = Rung.of(Layer.L7, NAME, Outcome.OK, trace.tookNanos(), summary(host, trace));
        if (trace.local()) {
            rung = rung.with("settled-by", "the hosts file or localhost, no name server asked");
        }
        for (NameTrace.Step step : trace.steps()) {
            rung = rung.with(step.question(), said(step));
        }
        Fault fault = trace.fault();
        if (fault == null) {
            return rung;
        }
        return trace.addresses().isEmpty()
                ? rung.broken(fault, host + " has no usable address")
                : rung.noteworthy().note("one family could not be asked: " + fault);
    }

    private static String summary(String host, NameTrace trace) {
        return host
                + " -> "
                + trace.addresses().stream()
                        .map(NetUtil::toAddressString)
                        .collect(Collectors.joining(", "));
    }

    private static String said(NameTrace.Step step) {
        String took = " (" + Millis.of(step.tookNanos()) + ")";
        return switch (step.answer()) {
            case Answer.Found found ->
                    found.addresses().stream()
                                    .map(NetUtil::toAddressString)
                                    .collect(Collectors.joining(", "))
                            + ", ttl "
                            + TimeUnit.NANOSECONDS.toSeconds(found.ttlNanos())
                            + " s"
                            + (found.alias() == null ? "" : ", alias of " + found.alias())
                            + (found.resolver() == null ? "" : ", said " + found.resolver())
                            + took;
            case Answer.None none -> text(none.fault()) + took;
            case Answer.Unknown unknown -> text(unknown.fault()) + took;
        };
    }

    private static String text(Fault fault) {
        String resolver = fault.evidence().value("resolver");
        return fault.code().id() + (resolver == null ? "" : ", said " + resolver);
    }
}
