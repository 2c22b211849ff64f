package io.faultline.benchmarks.peers;

import io.faultline.benchmarks.proc.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Caddy: a server in Go. It makes one process thread per core that it may run on. */
public final class Caddy implements Contender {

    @Override
    public String name() {
        return "caddy";
    }

    @Override
    public @Nullable String missing() {
        return Tools.isInstalled("caddy")
                ? null
                : "caddy is not installed: " + Tools.howToInstall("caddy", "caddy", "caddy");
    }

    @Override
    public boolean serves(Service service) {
        return service == Service.HTTP || service == Service.HTTPS;
    }

    @Override
    public String version() {
        return "Caddy " + Tools.firstLine(program(), "version");
    }

    @Override
    public boolean needsWarmUp() {
        return false;
    }

    @Override
    public Launch launch(Setup setup) throws IOException {
        var tls =
                setup.service().tls
                        ? "tls %s %s"
                                .formatted(setup.certificate().cert(), setup.certificate().key())
                        : "";
        var config =
                """
                {
                  admin off
                  auto_https off
                }
                %s://127.0.0.1:%d {
                  bind 127.0.0.1
                  %s
                  reverse_proxy 127.0.0.1:%d {
                    transport http {
                      keepalive_idle_conns_per_host 1024
                      compression off
                    }
                  }
                }
                """
                        .formatted(
                                setup.service().tls ? "https" : "http",
                                setup.port(),
                                tls,
                                setup.backendPort());
        var file = setup.folder().resolve("Caddyfile");
        Files.writeString(file, config);
        var home = setup.folder().toString();
        return new Launch(
                List.of(program(), "run", "--config", file.toString(), "--adapter", "caddyfile"),
                Map.of("HOME", home, "XDG_DATA_HOME", home, "XDG_CONFIG_HOME", home),
                config);
    }

    private static String program() {
        return Tools.find("caddy").map(Path::toString).orElse("caddy");
    }
}
