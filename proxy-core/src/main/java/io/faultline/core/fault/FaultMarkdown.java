package io.faultline.core.fault;

import io.faultline.core.Layer;
import java.util.Locale;

/** The catalog as {@code docs/reference/faults.md}: written by a test, so that it cannot go stale. */
public final class FaultMarkdown {

    private static final String HEAD =
            """
            <!-- Generated from the code. Do not edit: see FaultReferenceTest. -->
            # Fault codes

            Every attempt that fails gets one of these codes, the same in the access log, the metric
            `faultline_faults_total`, the health check, the response header and the admin pages. An id
            is stable for ever. `faultline faults CODE` prints the same in a terminal.

            - **Layer** is what broke. **Stage** (in logs) is where the connection was: a reset during
              a TLS handshake is stage `tls`, layer L4.
            - **Side** (in logs and metrics) is whose it is: `client`, `proxy` (our own host) or
              `upstream`. Only faults of side `upstream` ever count against an endpoint.
            - **suspected**: no system call says so; it is inferred, and the evidence says from what.
            - What the **evidence** of a fault means, and how blame is decided: [guide/evidence.md](../guide/evidence.md).
            - Capitals in commands are placeholders. *HTTP* is the status we answer with where the
              exchange is HTTP; `-` means that the connection is closed or the answer is not ours.

            | retry rule | an attempt may be repeated |
            |---|---|
            """;

    private FaultMarkdown() {}

    /** The whole page. */
    public static String page() {
        var page = new StringBuilder(HEAD);
        for (Retry rule : Retry.values()) {
            page.append("| ").append(rule.label()).append(" | ");
            page.append(rule.reason()).append(" |\n");
        }
        for (Layer layer : Layer.values()) {
            layer(page, layer);
        }
        return page.toString();
    }

    private static void layer(StringBuilder page, Layer layer) {
        page.append("\n## ").append(layer).append(": ").append(layer.title()).append("\n\n");
        page.append("What belongs here: ").append(layer.scope()).append(".\n\n");
        if (FaultCatalog.of(layer).isEmpty()) {
            page.append("No code of ours: no system call reports this layer.\n");
            return;
        }
        page.append("| code | HTTP | Proxy-Status error | retry |\n|---|---|---|---|\n");
        for (FaultCode code : FaultCatalog.of(layer)) {
            page.append("| [").append(code.id()).append("](#").append(anchor(code)).append(") | ");
            page.append(code.httpStatus() == 0 ? "-" : code.httpStatus()).append(" | ");
            page.append(token(code)).append(" | ").append(code.retry().label()).append(" |\n");
        }
        for (FaultCode code : FaultCatalog.of(layer)) {
            page.append("\n### ").append(code.id()).append("\n\n");
            page.append(code.suspected() ? "*Suspected.* " : "").append(code.meaning());
            page.append("\n\n```sh\n");
            for (String command : code.lookWith()) {
                page.append(command).append('\n');
            }
            page.append("```\n");
        }
    }

    private static String token(FaultCode code) {
        return code.proxyStatusError().isEmpty() ? "-" : "`" + code.proxyStatusError() + "`";
    }

    /** As common Markdown renderers make it of the heading: lower case, without the dot. */
    private static String anchor(FaultCode code) {
        return code.id().toLowerCase(Locale.ROOT).replace(".", "");
    }
}
