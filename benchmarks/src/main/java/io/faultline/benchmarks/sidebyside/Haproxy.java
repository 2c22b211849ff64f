package io.faultline.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HAProxy in TCP mode; its three ways to move bytes are three contenders. */
record Haproxy(String name, String spliceOptions) implements Contender {

    static List<Contender> modes() {
        return List.of(
                new Haproxy("haproxy-default", ""),
                new Haproxy("haproxy-splice-auto", "option splice-auto"),
                new Haproxy(
                        "haproxy-splice-forced",
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
    public String version() {
        return Tools.firstLine(program(), "-v");
    }

    @Override
    public boolean needsWarmUp() {
        return false;
    }

    @Override
    public List<String> command(Path folder, Setup setup) throws IOException {
        var file = folder.resolve(name + ".cfg");
        Files.writeString(
                file,
                """
                global
                  nbthread %d
                  maxconn 9000
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
                        .formatted(
                                setup.cores(), spliceOptions, setup.port(), setup.backendPort()));
        return List.of(program(), "-db", "-f", file.toString());
    }

    private static String program() {
        return Tools.find("haproxy").map(Path::toString).orElse("haproxy");
    }
}
