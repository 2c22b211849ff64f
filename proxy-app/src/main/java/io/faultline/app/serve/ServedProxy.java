package io.faultline.app.serve;

import io.faultline.app.admin.AdminServer;
import io.faultline.app.admin.page.ProxyPages;
import io.faultline.app.process.BuildInfo;
import io.faultline.app.process.PortCheck;
import io.faultline.app.reload.FileWatch;
import io.faultline.app.reload.Reloader;
import io.faultline.core.config.AdminConfig;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.observe.metrics.MetricSources;
import io.faultline.core.runtime.DrainReport;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.StartFailure;
import io.faultline.core.runtime.Surroundings;
import io.faultline.core.wire.BindFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A proxy that serves, and the admin port that shows it. */
public final class ServedProxy {

    private final ProxyServer server;
    private final @Nullable AdminServer admin;
    private final @Nullable ProxyPages pages;
    private final Reloader reloader;

    private ServedProxy(
            ProxyServer server,
            Reloader reloader,
            @Nullable AdminServer admin,
            @Nullable ProxyPages pages) {
        this.server = server;
        this.reloader = reloader;
        this.admin = admin;
        this.pages = pages;
    }

    /**
     * Binds everything and serves.
     *
     * @param say takes what the proxy has to tell the operator while it runs
     */
    public static ServedProxy start(LoadedConfig loaded, Consumer<String> say) throws CannotServe {
        ProxyServer server;
        try {
            server = ProxyServer.start(loaded, Protocols.ALL, Surroundings.ofThisMachine(say));
        } catch (StartFailure failure) {
            throw new CannotServe(sentence(failure, loaded));
        }
        var reloader =
                new Reloader(loaded.source(), Protocols::load, server, InstantSource.system(), say);
        if (loaded.config().watch()) {
            FileWatch.start(reloader);
        }
        AdminConfig config = loaded.config().admin();
        if (config == null) {
            return new ServedProxy(server, reloader, null, null);
        }
        ProxyPages pages = ProxyPages.of(server, reloader, build(), InstantSource.system());
        try {
            AdminServer admin = AdminServer.start(config, pages.list());
            return new ServedProxy(server, reloader, admin, pages);
        } catch (IOException failure) {
            pages.close();
            reloader.close();
            server.stop();
            throw new CannotServe(
                    blocked("admin (" + loaded.origins().of(config) + ")", config.bind(), failure));
        }
    }

    public ProxyServer server() {
        return server;
    }

    /** How another configuration is put in force. */
    public Reloader reloader() {
        return reloader;
    }

    /** Where the admin port listens, if there is one. */
    public Optional<InetSocketAddress> adminAddress() {
        return Optional.ofNullable(admin).map(AdminServer::address);
    }

    /** Lets sessions finish until the configured deadline; the admin port shows it to the end. */
    public CompletableFuture<DrainReport> drain() {
        return thenCloseAdmin(server.drain());
    }

    /** Ends at once. */
    public CompletableFuture<DrainReport> stop() {
        return thenCloseAdmin(server.stop());
    }

    private CompletableFuture<DrainReport> thenCloseAdmin(CompletableFuture<DrainReport> ended) {
        return ended.whenComplete(
                (report, failure) -> {
                    reloader.close();
                    if (admin != null && pages != null) {
                        admin.close();
                        pages.close();
                    }
                });
    }

    private static MetricSources.Build build() {
        BuildInfo build = BuildInfo.load();
        return new MetricSources.Build(
                build.version(), build.commit(), build.netty(), Runtime.version().toString());
    }

    private static String sentence(StartFailure failure, LoadedConfig loaded) {
        BindFailure bind = failure.bindFailure();
        if (bind == null) {
            return String.valueOf(failure.getMessage());
        }
        InetSocketAddress address = bind.address().toInetSocketAddress();
        for (ListenerConfig listener : loaded.config().listeners()) {
            if (listener.bind().port() == address.getPort()) {
                String who =
                        "listener '"
                                + listener.name()
                                + "' ("
                                + loaded.origins().of(listener)
                                + ")";
                return blocked(who, listener.bind(), failure);
            }
        }
        return String.valueOf(failure.getMessage());
    }

    /** The kernel only says "in use"; looking again tells by whom. */
    private static String blocked(String who, HostPort bind, Exception failure) {
        String why =
                PortCheck.obstacle(new InetSocketAddress(bind.host(), bind.port()))
                        .orElseGet(() -> String.valueOf(failure.getMessage()));
        return who + " cannot listen on " + bind + ": " + why + ".";
    }
}
