package io.faultline.app.cli.run;

import io.faultline.app.cli.file.ConfigFiles;
import io.faultline.app.process.BuildInfo;
import io.faultline.app.serve.ServedProxy;
import io.faultline.core.config.ProxyConfig;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.listening.ListenerGroup;
import java.util.ArrayList;
import java.util.List;

/** What stands at the top of the log: which build, with what, listening where. */
final class StartBanner {

    private StartBanner() {}

    static List<String> lines(ServedProxy proxy) {
        ProxyServer server = proxy.server();
        ProxyConfig config = server.loaded().config();
        int width = server.listeners().stream().mapToInt(l -> l.name().length()).max().orElse(0);
        width = Math.max(width, "admin".length());
        List<String> lines = new ArrayList<>();
        lines.add(
                "faultline %s serves %s: %s on %s, pid %d"
                        .formatted(
                                BuildInfo.load(),
                                server.loaded().source(),
                                ConfigFiles.plural(server.workers(), "worker"),
                                server.transport(),
                                ProcessHandle.current().pid()));
        for (int i = 0; i < server.listeners().size(); i++) {
            ListenerGroup listener = server.listeners().get(i);
            lines.add(
                    "  %s  %s  %s"
                            .formatted(
                                    padded(listener.name(), width),
                                    listener.boundAddress(),
                                    config.listeners().get(i).protocol().key()));
        }
        String admin =
                proxy.adminAddress()
                        .map(a -> "http:/" + a)
                        .orElse("none ('admin: {}' in the configuration gives one)");
        lines.add("  " + padded("admin", width) + "  " + admin);
        return lines;
    }

    private static String padded(String name, int width) {
        return name + " ".repeat(width - name.length());
    }
}
