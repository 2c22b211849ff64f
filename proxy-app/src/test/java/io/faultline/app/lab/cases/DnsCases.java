package io.faultline.app.lab.cases;

import static io.faultline.core.fault.ApplicationFault.DNS_EMPTY;
import static io.faultline.core.fault.ApplicationFault.DNS_NXDOMAIN;
import static io.faultline.core.fault.ApplicationFault.DNS_SERVFAIL;
import static io.faultline.core.fault.ApplicationFault.DNS_TIMEOUT;
import static io.faultline.core.fault.SessionFault.NO_ENDPOINTS;

import io.faultline.app.lab.bench.Bench;
import io.faultline.app.lab.bench.LabCase;
import io.faultline.app.lab.bench.LabCase.Provocation;
import io.faultline.app.lab.bench.Subject;
import io.faultline.core.Layer;
import io.faultline.core.Side;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.SessionFault;
import io.faultline.testkit.ScriptedDns;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A name server that answers, only not with an address. The request meets an upstream without endpoints
 * ({@code L5.NO_ENDPOINTS}), which says what the lookup said.
 */
public final class DnsCases {

    private DnsCases() {}

    public static List<LabCase> all() {
        return List.of(
                lookup("dns-timeout", DNS_TIMEOUT, Side.PROXY, ScriptedDns::silent)
                        .because("The name server does not answer.")
                        .proves("resolver", "question=A dns-timeout.example")
                        .never(DNS_SERVFAIL, DNS_NXDOMAIN),
                lookup("dns-nxdomain", DNS_NXDOMAIN, Side.UPSTREAM, ScriptedDns::nxdomain)
                        .because("The name server says that the name does not exist.")
                        .proves("rcode=NXDOMAIN", "resolver", "question")
                        .never(DNS_EMPTY, DNS_SERVFAIL, DNS_TIMEOUT),
                lookup("dns-servfail", DNS_SERVFAIL, Side.UPSTREAM, ScriptedDns::servfail)
                        .because("The name server cannot answer: SERVFAIL.")
                        .proves("rcode=SERVFAIL", "resolver", "question")
                        .never(DNS_NXDOMAIN, DNS_TIMEOUT, DNS_EMPTY),
                lookup("dns-refused", DNS_SERVFAIL, Side.PROXY, (dns, name) -> {})
                        .because("The name server does not serve us: REFUSED.")
                        .proves("rcode=REFUSED", "resolver", "question")
                        .never(DNS_NXDOMAIN, DNS_TIMEOUT, DNS_EMPTY),
                lookup("dns-empty", DNS_EMPTY, Side.UPSTREAM, ScriptedDns::empty)
                        .because("The name exists, and has no address.")
                        .proves("rcode=NOERROR", "resolver", "question")
                        .never(DNS_NXDOMAIN, DNS_SERVFAIL, DNS_TIMEOUT),
                LabCase.of(
                                "never-resolved",
                                NO_ENDPOINTS,
                                Side.PROXY,
                                "Discovery never gave an address for the upstream's only name.")
                        .proves("upstream=never-resolved", "endpoints=0")
                        .never(SessionFault.NONE_HEALTHY)
                        .beside(DNS_NXDOMAIN)
                        .diagnosed("upstream/never-resolved/", Layer.L7) // why there is nobody
                        .anywhere(bench -> prepare(bench, ScriptedDns::nxdomain)));
    }

    private static LabCase lookup(
            String name, FaultCode code, Side side, BiConsumer<ScriptedDns, String> says) {
        return LabCase.of(name, code, side, "")
                .beside(NO_ENDPOINTS)
                .toldOnPage()
                .diagnosed()
                .anywhere(bench -> prepare(bench, says));
    }

    private static Provocation prepare(Bench bench, BiConsumer<ScriptedDns, String> says) {
        var dns = bench.keep(ScriptedDns.start(bench.ground().endpointAddress()));
        String host = bench.name() + ".example";
        says.accept(dns, host);
        bench.forward(
                host + ":80",
                "dns: { servers: [\"%s\"], timeout: 400ms, minTtl: 1s }"
                        .formatted(Bench.text(dns.address())));
        return Subject::get;
    }
}
