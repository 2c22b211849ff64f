package io.faultline.app.admin.page;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.OpenApiPage;
import io.faultline.app.admin.page.faults.FaultPicture;
import io.faultline.app.admin.page.faults.FaultsPage;
import io.faultline.app.admin.page.faults.RecentFaultsPage;
import io.faultline.app.admin.page.process.LogLevelsTask;
import io.faultline.app.admin.page.process.ProcessPage;
import io.faultline.app.admin.page.saturation.SaturationPage;
import io.faultline.app.admin.page.slow.SlowPage;
import io.faultline.app.admin.page.status.GenerationsPage;
import io.faultline.app.admin.page.status.ListenersPage;
import io.faultline.app.admin.page.status.StatusPage;
import io.faultline.app.admin.page.status.StatusPicture;
import io.faultline.app.admin.page.upstreams.EndpointsPage;
import io.faultline.app.admin.page.upstreams.OrderTask;
import io.faultline.app.admin.page.upstreams.UpstreamsPage;
import io.faultline.app.diagnose.page.DiagnosePage;
import io.faultline.app.diagnose.running.ServerView;
import io.faultline.app.process.BuildInfo;
import io.faultline.app.process.LogLevels;
import io.faultline.app.reload.ReloadOutcome;
import io.faultline.app.reload.ReloadPage;
import io.faultline.app.reload.Reloader;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.print.EffectiveConfig;
import io.faultline.core.observe.metrics.CertificateLife;
import io.faultline.core.observe.metrics.MetricSources;
import io.faultline.core.observe.metrics.MetricsExport;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.Upstream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** All pages of a running proxy. */
public final class ProxyPages implements AutoCloseable {

    private final MetricsExport metrics;
    private final List<AdminPage> pages;

    private ProxyPages(MetricsExport metrics, List<AdminPage> pages) {
        this.metrics = metrics;
        this.pages = pages;
    }

    public static ProxyPages of(
            ProxyServer server, Reloader reloader, MetricSources.Build build, InstantSource clock) {
        MetricsExport metrics =
                new MetricsExport(
                        new MetricSources(
                                server.metrics(),
                                () -> server.upstreams().stream().map(Upstream::cluster).toList(),
                                server.faults(),
                                server::accessLog,
                                server::backlogBytes,
                                server::generation,
                                () -> reloads(reloader),
                                () -> lives(server, clock),
                                server.saturation()::report,
                                build));
        Supplier<StatusPicture> status = () -> StatusPicture.of(server, clock.instant());
        List<AdminPage> pages = new ArrayList<>();
        pages.addAll(
                List.of(
                        new StatusPage(status, BuildInfo.load(), clock.instant()),
                        new LivePage(),
                        new ReadyPage(server::state),
                        new MetricsPage(metrics),
                        new ConfigPage(
                                server.loaded().source().toString(), () -> effective(server)),
                        new GenerationsPage(
                                server::generation,
                                () -> server.loaded().source().toString(),
                                server.faults().changes()::recent,
                                clock),
                        new ListenersPage(status),
                        new UpstreamsPage(server::upstreams, clock),
                        OrderTask.ofUpstream(server::upstreams, server::order, clock),
                        OrderTask.ofEndpoint(server::upstreams, server::order, clock),
                        new EndpointsPage(server::upstreams, clock),
                        new CertificatesPage(server::certificates, clock),
                        new SaturationPage(server.saturation()::report, clock),
                        new FaultsPage(() -> picture(server, clock)),
                        new RecentFaultsPage(() -> picture(server, clock)),
                        new DiagnosePage(server::loaded, view(server, clock)),
                        new ReloadPage(reloader),
                        new SlowPage(server.metrics()::slowest),
                        new ProcessPage(server::backlogBytes, server.saturation()::report),
                        new LogLevelsTask(new LogLevels(clock))));
        pages.add(new OpenApiPage(pages));
        return new ProxyPages(metrics, List.copyOf(pages));
    }

    private static ServerView view(ProxyServer server, InstantSource clock) {
        return new ServerView(
                server::loaded,
                () -> server.upstreams().stream().map(Upstream::cluster).toList(),
                server.saturation()::report,
                server.faults(),
                clock);
    }

    private static FaultPicture picture(ProxyServer server, InstantSource clock) {
        return FaultPicture.of(
                server.faults(),
                server.upstreams().stream().map(Upstream::cluster).toList(),
                server.saturation().report(),
                clock.instant());
    }

    private static String effective(ProxyServer server) {
        LoadedConfig loaded = server.loaded();
        return EffectiveConfig.render(loaded.config(), loaded.origins());
    }

    private static MetricSources.Reloads reloads(Reloader reloader) {
        ReloadOutcome last = reloader.last();
        return new MetricSources.Reloads(
                reloader.applied(), reloader.refused(), last == null || last.applied());
    }

    private static List<CertificateLife> lives(ProxyServer server, InstantSource clock) {
        return server.certificates().stream()
                .map(
                        each ->
                                new CertificateLife(
                                        each.usedBy(),
                                        each.identity().name(),
                                        each.daysLeft(clock.instant())))
                .toList();
    }

    /** In the order in which they are listed. */
    public List<AdminPage> list() {
        return pages;
    }

    @Override
    public void close() {
        metrics.close();
    }
}
