package io.faultline.benchmarks.peers;

import io.faultline.benchmarks.proc.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** nginx. Its stream module, for bytes, is a package of its own in some distributions. */
public final class Nginx implements Contender {

    public static final String NAME = "nginx";

    private static final Pattern MODULES_PATH = Pattern.compile("--modules-path=(\\S+)");
    private static final Path USUAL_MODULES = Path.of("/usr/lib/nginx/modules");
    private static final String MODULE = "ngx_stream_module.so";
    private static final List<String> TEMPORARY =
            List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public @Nullable String missing() {
        return Tools.isInstalled("nginx") ? null : "nginx is not installed: " + install();
    }

    @Override
    public boolean serves(Service service) {
        return service != Service.L4 || isBuiltIn() || Files.exists(module());
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
        var folder = setup.folder();
        var config = common(setup) + (setup.service() == Service.L4 ? stream(setup) : http(setup));
        var file = folder.resolve("nginx.conf");
        Files.writeString(file, config);
        return Launch.of(config, program(), "-p", folder.toString(), "-c", file.toString());
    }

    private static String common(Setup setup) {
        // Started by root it would hand its workers to a user that cannot write into our folder.
        var user = "root".equals(System.getProperty("user.name")) ? "user root;\n" : "";
        var module =
                setup.service() == Service.L4 && !isBuiltIn()
                        ? "load_module " + module() + ";\n"
                        : "";
        return module
                + user
                + """
                daemon off;
                worker_processes %d;
                worker_rlimit_nofile 20000;
                pid %s/nginx.pid;
                error_log %s/nginx-errors.log crit;
                events { worker_connections 19500; multi_accept on; }
                """
                        .formatted(setup.cores(), setup.folder(), setup.folder());
    }

    private static String stream(Setup setup) {
        return """
        stream {
          access_log off;
          server {
            listen 127.0.0.1:%d backlog=4096%s;
            proxy_pass 127.0.0.1:%d;
          }
        }
        """
                .formatted(setup.port(), sharedPort(setup), setup.backendPort());
    }

    private static String http(Setup setup) {
        var temporary = new StringBuilder();
        for (var what : TEMPORARY) {
            temporary.append("  %s_temp_path %s/%s;\n".formatted(what, setup.folder(), what));
        }
        var listen =
                switch (setup.service()) {
                    case HTTPS -> " ssl http2";
                    case H2C -> " http2";
                    case L4, HTTP -> "";
                };
        var tls =
                setup.service().tls
                        ? """
                            ssl_protocols TLSv1.3;
                            ssl_certificate %s;
                            ssl_certificate_key %s;
                            ssl_ecdh_curve X25519;
                          """
                                .formatted(setup.certificate().cert(), setup.certificate().key())
                        : "";
        return """
        http {
          access_log off;
          keepalive_requests 1000000000;
          keepalive_timeout 3600;
          tcp_nodelay on;
        %s%s  upstream servers {
            server 127.0.0.1:%d;
            keepalive 1024;
            keepalive_requests 1000000000;
            keepalive_timeout 3600;
          }
          server {
            listen 127.0.0.1:%d backlog=4096%s%s;
            location / {
              proxy_pass http://servers;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_set_header Host $host;
              proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            }
          }
        }
        """
                .formatted(
                        temporary,
                        tls,
                        setup.backendPort(),
                        setup.port(),
                        listen,
                        sharedPort(setup));
    }

    private static String sharedPort(Setup setup) {
        return setup.cores() > 1 ? " reuseport" : "";
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
