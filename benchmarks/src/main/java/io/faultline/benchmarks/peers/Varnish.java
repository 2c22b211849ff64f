package io.faultline.benchmarks.peers;

import io.faultline.benchmarks.proc.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Varnish, told to pass everything on: as a proxy, not as the cache that it is at its best. It compiles its rules with gcc. */
public final class Varnish implements Contender {

    @Override
    public String name() {
        return "varnish";
    }

    @Override
    public @Nullable String missing() {
        if (!Tools.isInstalled("varnishd")) {
            return "varnish is not installed: "
                    + Tools.howToInstall("varnish", "varnish", "varnish");
        }
        return Tools.isInstalled("gcc") || Tools.isInstalled("cc")
                ? null
                : "varnish compiles its rules and finds no C compiler: "
                        + Tools.howToInstall("gcc libc6-dev", "gcc", "gcc musl-dev");
    }

    @Override
    public boolean serves(Service service) {
        return service == Service.HTTP;
    }

    @Override
    public String version() {
        return Tools.firstLine(program(), "-V");
    }

    @Override
    public boolean needsWarmUp() {
        return false;
    }

    @Override
    public Launch launch(Setup setup) throws IOException {
        var config =
                """
                vcl 4.1;
                backend one { .host = "127.0.0.1"; .port = "%d"; }
                sub vcl_recv { return (pass); }
                """
                        .formatted(setup.backendPort());
        var file = setup.folder().resolve("pass.vcl");
        Files.writeString(file, config);
        return Launch.of(
                config,
                program(),
                "-F",
                "-j",
                "none",
                "-n",
                setup.folder().resolve("varnish").toString(),
                "-a",
                "127.0.0.1:" + setup.port(),
                "-f",
                file.toString(),
                "-s",
                "malloc,64m",
                "-p",
                "thread_pools=" + Math.max(1, setup.cores()));
    }

    private static String program() {
        return Tools.find("varnishd").map(Path::toString).orElse("varnishd");
    }
}
