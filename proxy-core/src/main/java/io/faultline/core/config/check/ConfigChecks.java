package io.faultline.core.config.check;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.bind.Binding;
import io.faultline.core.config.source.Problems;
import java.nio.file.Path;
import java.time.InstantSource;

/** All cross-checks of a bound configuration, in the order of the language. */
public final class ConfigChecks {

    private ConfigChecks() {}

    /**
     * Adds what it finds to the problems. Runs on damaged configurations too.
     *
     * @param whole the file or directory, where no line can be named
     * @param beside relative paths start beside it
     */
    public static void run(
            Binding<ProxyConfig> binding,
            String whole,
            Path beside,
            ProtocolChecks protocols,
            Problems problems) {
        ProxyConfig config = binding.value();
        if (config == null) {
            return;
        }
        boolean bound = !problems.hasErrors();
        Findings findings = new Findings(binding, whole, problems);
        new ReferenceChecks(findings, binding).run(bound);
        new ListenerChecks(findings).run(config);
        TlsChecks tls = new TlsChecks(findings, beside, InstantSource.system());
        for (ListenerConfig listener : config.listeners()) {
            if (listener.tls() != null) {
                tls.run(listener.name(), listener.tls());
            }
        }
        if (config.admin() != null && config.admin().tls() != null) {
            tls.run(config.admin().tls());
        }
        new BindChecks(findings).run(config);
        UpstreamChecks upstreams = new UpstreamChecks(findings);
        config.upstreams()
                .forEach(
                        (name, upstream) -> {
                            upstreams.run(name, upstream);
                            if (upstream.tls() != null) {
                                tls.run(name, upstream.tls());
                            }
                        });
        new AccessLogChecks(findings).run(config);
        config.listeners().forEach(each -> protocols.check(each, findings));
    }
}
