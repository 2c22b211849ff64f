package io.faultline.benchmarks.peers;

import io.faultline.benchmarks.proc.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * HAProxy; its three ways to move bytes in TCP mode are three contenders.
 *
 * @param spliceOptions empty for the default
 */
public record Haproxy(String name, String spliceOptions) implements Contender {

    /** The one others are compared with. */
    public static final String NAME = "haproxy";

    private static final int MOST_POOLED = 1024;

    static List<Contender> modes() {
        return List.of(
                new Haproxy(NAME, ""),
                new Haproxy(NAME + "-splice-auto", "option splice-auto"),
                new Haproxy(
                        NAME + "-splice-forced",
                        "option splice-request\n  option splice-response"));
    }

    @Override
    public @Nullable String missing() {
        return Tools.isInstalled("haproxy")
                ? null
                : "haproxy is not installed: "
                        + Tools.howToInstall("haproxy", "haproxy", "haproxy");
    }

    @Override
    public boolean serves(Service service) {
        return service == Service.L4 || spliceOptions.isEmpty();
    }

    @Override
    public String version() {
        return Tools.firstLine(program(), "-v");
    }

    @Override
    public boolean needsWarmUp() {
        return false;
    }

    @Override
    public Launch launch(Setup setup) throws IOException {
        var config = setup.service() == Service.L4 ? tcp(setup) : http(setup);
        var file = setup.folder().resolve("haproxy.cfg");
        Files.writeString(file, config);
        return Launch.of(config, program(), "-db", "-f", file.toString());
    }

    private String tcp(Setup setup) {
        return """
        global
          nbthread %d
          maxconn 9500
          maxpipes 400
        defaults
          mode tcp
          timeout connect 5s
          timeout client 60s
          timeout server 60s
          %s
        frontend clients
          bind 127.0.0.1:%d backlog 4096
          default_backend servers
        backend servers
          server one 127.0.0.1:%d check
        """
                .formatted(setup.cores(), spliceOptions, setup.port(), setup.backendPort());
    }

    private static String http(Setup setup) {
        var bind =
                switch (setup.service()) {
                    case HTTPS ->
                            " ssl crt %s alpn h2,http/1.1 ssl-min-ver TLSv1.3 curves X25519"
                                    .formatted(setup.certificate().both());
                    case H2C -> " proto h2";
                    case L4, HTTP -> "";
                };
        return """
        global
          nbthread %d
          maxconn 9500
          tune.h2.max-concurrent-streams 128
        defaults
          mode http
          timeout connect 5s
          timeout client 60s
          timeout server 60s
          option forwardfor
          http-reuse always
          no log
        frontend clients
          bind 127.0.0.1:%d backlog 4096%s
          default_backend servers
        backend servers
          server one 127.0.0.1:%d pool-max-conn %d check
        """
                .formatted(setup.cores(), setup.port(), bind, setup.backendPort(), MOST_POOLED);
    }

    private static String program() {
        return Tools.find("haproxy").map(Path::toString).orElse("haproxy");
    }
}
