package io.faultline.app.admin.page;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.page.faults.FaultPicture;
import io.faultline.app.admin.page.faults.FaultsPage;
import io.faultline.app.admin.page.faults.RecentFaultsPage;
import io.faultline.app.admin.page.saturation.SaturationPage;
import io.faultline.app.admin.page.slow.SlowPage;
import io.faultline.app.admin.page.upstreams.UpstreamsPage;
import io.faultline.app.diagnose.page.DiagnosePage;
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
import java.util.List;

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
        return new ProxyPages(
                metrics,
                List.of(
                        new LivePage(),
                        new ReadyPage(server::state),
                        new MetricsPage(metrics),
                        new ConfigPage(
                                server.loaded().source().toString(), () -> effective(server)),
                        new UpstreamsPage(server::upstreams, clock),
                        new CertificatesPage(server::certificates, clock),
                        new SaturationPage(server.saturation()::report, clock),
                        new FaultsPage(() -> picture(server, clock)),
                        new RecentFaultsPage(() -> picture(server, clock)),
                        new DiagnosePage(server::loaded),
                        new ReloadPage(reloader),
                        new SlowPage(server.metrics()::slowest)));
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
