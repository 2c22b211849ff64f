package io.faultline.app.serve;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminServer;
import io.faultline.app.admin.page.ProxyPages;
import io.faultline.app.dashboard.Dashboard;
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
import io.faultline.core.wire.InheritedSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A proxy that serves, and the admin port that shows it. */
public final class ServedProxy {

    /** What the admin port is called where sockets are given names. */
    public static final String ADMIN = "admin";

    private final ProxyServer server;
    private final @Nullable AdminServer admin;
    private final @Nullable ProxyPages pages;
    private final @Nullable Dashboard dashboard;
    private final Reloader reloader;

    private ServedProxy(
            ProxyServer server,
            Reloader reloader,
            @Nullable AdminServer admin,
            @Nullable ProxyPages pages,
            @Nullable Dashboard dashboard) {
        this.server = server;
        this.reloader = reloader;
        this.admin = admin;
        this.pages = pages;
        this.dashboard = dashboard;
    }

    /**
     * Binds everything and serves.
     *
     * @param say takes what the proxy has to tell the operator while it runs
     */
    public static ServedProxy start(LoadedConfig loaded, Consumer<String> say) throws CannotServe {
        ServedProxy proxy = open(loaded, Surroundings.ofThisMachine(say));
        proxy.serve();
        return proxy;
    }

    /** Binds everything, or adopts what it was given, and takes no client yet. */
    public static ServedProxy open(LoadedConfig loaded, Surroundings surroundings)
            throws CannotServe {
        ProxyServer server;
        try {
            server = ProxyServer.bind(loaded, Protocols.ALL, surroundings);
        } catch (StartFailure failure) {
            throw new CannotServe(sentence(failure, loaded));
        }
        var reloader =
                new Reloader(
                        loaded.source(),
                        Protocols::load,
                        server,
                        InstantSource.system(),
                        surroundings.say());
        AdminConfig config = loaded.config().admin();
        ServedProxy proxy =
                config == null
                        ? new ServedProxy(server, reloader, null, null, null)
                        : withAdmin(server, reloader, config, surroundings);
        Unasked.refuse(surroundings.inherited(), loaded, proxy);
        surroundings.inherited().letGo();
        return proxy;
    }

    private static ServedProxy withAdmin(
            ProxyServer server, Reloader reloader, AdminConfig config, Surroundings surroundings)
            throws CannotServe {
        ProxyPages pages = ProxyPages.of(server, reloader, build(), InstantSource.system());
        var dashboard = Dashboard.of(server, InstantSource.system(), BuildInfo.load().version());
        var all = new ArrayList<AdminPage>(pages.list());
        all.addAll(dashboard.pages());
        List<InheritedSocket> given = surroundings.inherited().claim(ADMIN, config.bind());
        try {
            AdminServer admin =
                    AdminServer.start(
                            config,
                            server.loaded().source(),
                            all,
                            given.isEmpty() ? null : given.getFirst(),
                            surroundings.overlaps());
            return new ServedProxy(server, reloader, admin, pages, dashboard);
        } catch (IOException failure) {
            dashboard.close();
            String where = "admin (" + server.loaded().origins().of(config) + ")";
            pages.close();
            reloader.close();
            server.stop();
            throw new CannotServe(blocked(where, config.bind(), failure));
        }
    }

    /** Begins to serve. Completes when clients are taken. */
    public CompletableFuture<Void> serve() {
        if (server.loaded().config().watch()) {
            FileWatch.start(reloader);
        }
        return server.serve();
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

    /** As {@link #drain}, when a successor listens already: on these listeners, and on the admin port. */
    public CompletableFuture<DrainReport> drainFor(Set<String> taken) {
        if (admin != null) {
            admin.stopListening();
        }
        return thenCloseAdmin(server.drainFor(taken));
    }

    /** The admin port's socket for a successor, if there is one. */
    public Optional<Integer> lendAdmin() throws IOException {
        return admin == null ? Optional.empty() : Optional.of(admin.lend());
    }

    /** Ends at once. */
    public CompletableFuture<DrainReport> stop() {
        return thenCloseAdmin(server.stop());
    }

    private CompletableFuture<DrainReport> thenCloseAdmin(CompletableFuture<DrainReport> ended) {
        return ended.whenComplete(
                (report, failure) -> {
                    reloader.close();
                    if (admin != null && pages != null && dashboard != null) {
                        dashboard.close();
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
