package io.faultline.l7.config.check;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.check.Findings;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.tls.ListenerTlsConfig;
import io.faultline.core.config.tls.ListenerTlsConfig.ClientCertificates;
import io.faultline.l7.config.ForwardedConfig;

/** Only a listener that asks clients for certificates has one to pass on. */
public final class ClientCertificateCheck {

    private ClientCertificateCheck() {}

    public static void run(ForwardedConfig forwarded, ListenerConfig listener, Findings findings) {
        ListenerTlsConfig tls = listener.tls();
        boolean asked = tls != null && tls.clientCertificates() != ClientCertificates.NONE;
        if (forwarded.clientCertificate() && !asked) {
            findings.error(
                    findings.at(forwarded, "clientCertificate"),
                    "listener %s never asks a client for its certificate, so there is none to pass on. Add"
                            + " clientCertificates and clientCa to its 'tls', or take this away.",
                    Quote.of(listener.name()));
        }
    }
}
