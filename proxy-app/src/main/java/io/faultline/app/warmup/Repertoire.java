package io.faultline.app.warmup;

import io.faultline.core.config.AccessLogConfig;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.tls.CertificateConfig;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is worth rehearsing: only what the configuration will play. Code of other protocols would take the
 * compiler's time away from it.
 *
 * @param certificate one the operator has, so that its kind of key is the one that is warm
 * @param log the format of access log lines, if there is a log
 * @param admin whether there is an admin port: opening one for the first time takes a while
 * @param beside names the file that relative paths start from
 */
record Repertoire(
        boolean tcp,
        boolean http,
        Optional<CertificateConfig> certificate,
        Optional<String> log,
        boolean admin,
        String beside) {

    static Repertoire of(LoadedConfig loaded) {
        List<ListenerConfig> listeners = loaded.config().listeners();
        var protocols =
                listeners.stream()
                        .map(listener -> listener.protocol().key())
                        .collect(Collectors.toSet());
        Optional<CertificateConfig> certificate =
                listeners.stream()
                        .map(ListenerConfig::tls)
                        .filter(Objects::nonNull)
                        .flatMap(tls -> tls.certificates().stream())
                        .findFirst();
        return new Repertoire(
                protocols.contains("tcp") || protocols.contains("sni"),
                protocols.contains("http"),
                certificate,
                Optional.ofNullable(loaded.config().accessLog()).map(Repertoire::format),
                loaded.config().admin() != null,
                loaded.beside().toString());
    }

    /** Without TLS, which needs a certificate: those who train bring one in another way. */
    static Repertoire everything() {
        return new Repertoire(
                true, true, Optional.empty(), Optional.of("format: json"), true, "training.yaml");
    }

    private static String format(AccessLogConfig log) {
        String template = log.template();
        String format = log.format().name().toLowerCase(Locale.ROOT);
        return template == null
                ? "format: " + format
                : "format: " + format + ", template: " + quoted(template);
    }

    /** The configuration of the private proxy. */
    String configuration(int origin, int nobody) {
        var text = new StringBuilder("workers: 1\nlisteners:\n");
        if (tcp) {
            text.append("  - { name: tcp, bind: '127.0.0.1:0', tcp: { to: origin } }\n");
            text.append("  - { name: tcp-refused, bind: '127.0.0.1:0', tcp: { to: half } }\n");
        }
        if (http) {
            text.append("  - { name: http, bind: '127.0.0.1:0', http: ")
                    .append(ROUTES)
                    .append(" }\n");
        }
        certificate.ifPresent(
                pair ->
                        text.append(
                                        "  - { name: tls, bind: '127.0.0.1:0', tls: { certificates: [{ cert: ")
                                .append(quoted(pair.cert()))
                                .append(", key: ")
                                .append(quoted(pair.key()))
                                .append(" }] }, ")
                                .append(http ? "http: " + ROUTES : "tcp: { to: origin }")
                                .append(" }\n"));
        text.append("upstreams:\n");
        text.append("  origin: { endpoints: ['127.0.0.1:").append(origin).append("'] }\n");
        text.append("  half: { balance: round-robin, endpoints: ['127.0.0.1:")
                .append(nobody)
                .append("', '127.0.0.1:")
                .append(origin)
                .append("'], ejection: { baseTime: 100ms } }\n");
        if (admin) {
            text.append("admin: { bind: '127.0.0.1:0' }\n");
        }
        log.ifPresent(
                format ->
                        text.append("accessLog: { file: /dev/null, ")
                                .append(format)
                                .append(" }\n"));
        return text.toString();
    }

    private static final String ROUTES =
            "{ routes: [{ match: { path: /half }, to: half, retries: { attempts: 3 } }, { to: origin }] }";

    /** A double-quoted scalar; ${ must not be taken for a variable. */
    private static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("${", "$${")
                + '"';
    }
}
