package io.faultline.app.cli.fault;

import io.faultline.app.cli.exit.CommandFailed;
import io.faultline.app.cli.remote.AdminTarget;
import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.running.RungReader;
import io.faultline.app.diagnose.running.RunningProxy;
import io.faultline.app.diagnose.running.SilentProxy;
import io.faultline.app.diagnose.target.Target;
import io.faultline.core.config.AdminConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.value.HostPort;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The proxy that runs, asked through its admin port. Whoever diagnoses wants an answer although nobody
 * runs, so silence is a rung like others and takes a second at most.
 */
final class AskedProxy implements RunningProxy {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final AdminTarget admin;

    private AskedProxy(AdminTarget admin) {
        this.admin = admin;
    }

    /** @param loaded what it serves; it says where its admin port is, unless somebody said so already */
    static RunningProxy serving(@Nullable LoadedConfig loaded, AdminTarget admin) {
        AdminConfig written = loaded == null ? null : loaded.config().admin();
        if (!admin.isSaid()) {
            if (written == null || written.bind().port() == 0) {
                return NONE;
            }
            admin.orElse((written.tls() == null ? "" : "https://") + reachable(written.bind()));
        }
        return new AskedProxy(admin);
    }

    /** All addresses of a host are reached by its loopback. */
    private static HostPort reachable(HostPort bind) {
        boolean any = bind.isAddress() && InetAddress.ofLiteral(bind.host()).isAnyLocalAddress();
        return any
                ? new HostPort(bind.host().contains(":") ? "::1" : "127.0.0.1", bind.port())
                : bind;
    }

    @Override
    public List<Rung> about(Target target, List<String> upstreams) {
        if (target instanceof Target.Place) {
            return List.of(); // it knows places by the names of its file only
        }
        try {
            return RungReader.read(
                    admin.soon("/diagnose?target=" + AdminTarget.segment(target.text()), PATIENCE));
        } catch (CommandFailed | IllegalArgumentException silent) {
            return SilentProxy.at(port(), String.valueOf(silent.getMessage()));
        }
    }

    private int port() {
        try {
            return HostPort.parse(admin.address().replaceFirst("^https://", "")).port();
        } catch (IllegalArgumentException noPlace) {
            return 0;
        }
    }
}
