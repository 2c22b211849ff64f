package io.faultline.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** nginx with its stream module, which some distributions ship as a package of its own. */
final class Nginx implements Contender {

    private static final Pattern MODULES_PATH = Pattern.compile("--modules-path=(\\S+)");
    private static final Path USUAL_MODULES = Path.of("/usr/lib/nginx/modules");
    private static final String MODULE = "ngx_stream_module.so";

    @Override
    public String name() {
        return "nginx-stream";
    }

    @Override
    public @Nullable String missing() {
        if (!Tools.isInstalled("nginx")) {
            return "nginx is not installed: " + install();
        }
        if (!isBuiltIn() && !Files.exists(module())) {
            return "nginx has no stream module (no " + module() + "): " + install();
        }
        return null;
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
        var file = folder.resolve("nginx.conf");
        Files.writeString(
                file,
                """
                %s
                daemon off;
                worker_processes %d;
                worker_rlimit_nofile 20000;
                pid %s/nginx.pid;
                error_log %s/nginx-errors.log crit;
                events { worker_connections 19500; multi_accept on; }
                stream {
                  access_log off;
                  server {
                    listen 127.0.0.1:%d backlog=4096%s;
                    proxy_pass 127.0.0.1:%d;
                  }
                }
                """
                        .formatted(
                                isBuiltIn() ? "" : "load_module " + module() + ";",
                                setup.cores(),
                                folder,
                                folder,
                                setup.port(),
                                setup.cores() > 1 ? " reuseport" : "",
                                setup.backendPort()));
        return List.of(program(), "-p", folder.toString(), "-c", file.toString());
    }

    private static boolean isBuiltIn() {
        return List.of(buildOptions().split("\\s+")).contains("--with-stream");
    }

    private static Path module() {
        Matcher named = MODULES_PATH.matcher(buildOptions());
        return (named.find() ? Path.of(named.group(1)) : USUAL_MODULES).resolve(MODULE);
    }

    private static String buildOptions() {
        return Tools.output(program(), "-V");
    }

    private static String program() {
        return Tools.find("nginx").map(Path::toString).orElse("nginx");
    }

    private static String install() {
        return Tools.howToInstall(
                "nginx libnginx-mod-stream", "nginx nginx-mod-stream", "nginx nginx-mod-stream");
    }
}
