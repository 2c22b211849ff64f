package io.faultline.app.diagnose.target;

import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.tls.TlsCurve;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.config.upstream.DnsConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.l4.TcpConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an upstream for a target that no file describes, and variations of settings for second
 * opinions. Defaults come from the configuration language itself, so that they are the proxy's own.
 */
public final class Settings {

    private static final String DEFAULTS =
            """
            listeners: [{ name: none, bind: 127.0.0.1:1, tcp: { to: target } }]
            upstreams: { target: { endpoints: [127.0.0.1:1], tls: {} } }
            """;

    private Settings() {}

    static UpstreamConfig bare(boolean secure, Speaks speaks) {
        UpstreamConfig defaults = defaults();
        return with(
                defaults,
                defaults.dns(),
                defaults.connect(),
                secure ? tlsDefaults() : null,
                speaks);
    }

    private static UpstreamConfig defaults() {
        try {
            return Objects.requireNonNull(
                    ConfigLoader.parse(
                                    "defaults",
                                    DEFAULTS,
                                    Map.of("tcp", TcpConfig.class),
                                    name -> null)
                            .config()
                            .upstreams()
                            .get("target"));
        } catch (ConfigException impossible) {
            throw new IllegalStateException("a configuration of our own", impossible);
        }
    }

    private static UpstreamTlsConfig tlsDefaults() {
        return Objects.requireNonNull(defaults().tls());
    }

    /** What was said on the command line counts more than what stands in the file. */
    static UpstreamConfig adjusted(UpstreamConfig config, Options options) {
        DnsConfig dns = config.dns();
        ConnectConfig connect = config.connect();
        UpstreamTlsConfig tls = config.tls();
        if (!options.resolvers().isEmpty()) {
            dns =
                    new DnsConfig(
                            options.resolvers(),
                            dns.timeout(),
                            dns.minTtl(),
                            dns.maxTtl(),
                            dns.family());
        }
        if (options.source() != null) {
            connect =
                    new ConnectConfig(
                            connect.timeout(),
                            connect.attempts(),
                            connect.budget(),
                            options.source());
        }
        if (tls != null && saysOfTls(options)) {
            tls = adjusted(tls, options); // else it stays the one whose lines are known
        }
        return with(config, dns, connect, tls, config.protocol());
    }

    private static boolean saysOfTls(Options options) {
        return options.ca() != null || !options.verify() || options.serverName() != null;
    }

    private static UpstreamTlsConfig adjusted(UpstreamTlsConfig tls, Options options) {
        Path ca = options.ca();
        String name = options.serverName();
        return new UpstreamTlsConfig(
                tls.verify() && options.verify(),
                ca == null ? tls.ca() : ca.toAbsolutePath().toString(),
                name == null ? tls.serverName() : name,
                tls.pins(),
                tls.clientCertificate(),
                tls.minVersion(),
                tls.maxVersion(),
                tls.ciphers(),
                tls.curves(),
                tls.handshakeTimeout());
    }

    // ---- for second opinions

    /** The same without TLS. */
    public static UpstreamConfig plain(UpstreamConfig config) {
        return with(config, config.dns(), config.connect(), null, Speaks.H1);
    }

    /** Takes any certificate, any version that was ever TLS, and whatever is chosen inside. */
    public static UpstreamConfig lenient(UpstreamConfig config) {
        UpstreamTlsConfig tls = config.tls() == null ? tlsDefaults() : config.tls();
        return with(
                config,
                config.dns(),
                config.connect(),
                new UpstreamTlsConfig(
                        false,
                        null,
                        tls.serverName(),
                        List.of(),
                        tls.clientCertificate(),
                        "1.0",
                        "1.3",
                        List.of(),
                        tls.curves(),
                        tls.handshakeTimeout()),
                Speaks.AUTO);
    }

    /** Says hello in so few bytes that they fit any path. */
    public static UpstreamConfig brief(UpstreamConfig config) {
        UpstreamTlsConfig tls = config.tls() == null ? tlsDefaults() : config.tls();
        return with(
                config,
                config.dns(),
                config.connect(),
                new UpstreamTlsConfig(
                        false,
                        null,
                        tls.serverName(),
                        List.of(),
                        null,
                        "1.2",
                        "1.3",
                        List.of(),
                        List.of(TlsCurve.X25519),
                        tls.handshakeTimeout()),
                Speaks.H1);
    }

    /** The same handshake, given up sooner. */
    public static UpstreamConfig impatient(UpstreamConfig config, Duration handshake) {
        UpstreamTlsConfig tls = config.tls() == null ? tlsDefaults() : config.tls();
        return with(
                config,
                config.dns(),
                config.connect(),
                new UpstreamTlsConfig(
                        tls.verify(),
                        tls.ca(),
                        tls.serverName(),
                        tls.pins(),
                        tls.clientCertificate(),
                        tls.minVersion(),
                        tls.maxVersion(),
                        tls.ciphers(),
                        tls.curves(),
                        handshake),
                config.protocol());
    }

    private static UpstreamConfig with(
            UpstreamConfig config,
            DnsConfig dns,
            ConnectConfig connect,
            @Nullable UpstreamTlsConfig tls,
            Speaks speaks) {
        return new UpstreamConfig(
                config.balance(),
                config.endpoints(),
                dns,
                null,
                config.ejection(),
                config.slowStart(),
                connect,
                tls,
                speaks,
                config.sendProxyProtocol(),
                config.hashBalanceFactor(),
                config.pool(),
                config.http2(),
                null);
    }
}
