package io.faultline.app.dashboard;

import io.faultline.app.admin.AdminPage;
import io.faultline.app.admin.AdminStream;
import io.faultline.app.dashboard.json.PictureJson;
import io.faultline.app.dashboard.json.ServedBy;
import io.faultline.app.dashboard.picture.Painter;
import io.faultline.app.dashboard.picture.Picture;
import io.faultline.app.dashboard.picture.Seen;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.scheduling.Precedence;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The page that shows the seven layers. A thread of its own looks at the proxy once a second; workers
 * are not asked, and what they have counted anyhow is read. A picture is made only while somebody
 * watches, once for all who do.
 */
public final class Dashboard implements AutoCloseable {

    /** Where it is, for who tells people. */
    public static final String PATH = "/dashboard";

    private static final Logger LOG = System.getLogger(Dashboard.class.getName());
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final List<String> MODULES =
            List.of("dom.js", "map.js", "charts.js", "lists.js", "anatomy.js", "drawer.js");
    private static final long PERIOD_MILLIS = 1_000;

    private final Painter painter;
    private final ServedBy servedBy;
    private final List<AdminPage> pages;
    private final Watchers watchers = new Watchers();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task ->
                            Thread.ofPlatform()
                                    .daemon()
                                    .name("faultline-dashboard")
                                    .unstarted(Precedence.steppingBack(task)));
    private Seen seen = Seen.NOTHING; // by all who watch
    private boolean complained;

    private Dashboard(ProxyServer server, InstantSource clock, String version) {
        this.painter = new Painter(server, clock);
        List<StaticPart> parts = parts();
        this.servedBy =
                new ServedBy(
                        version,
                        Integer.toHexString(
                                parts.stream().map(StaticPart::body).toList().hashCode()),
                        clock.millis(),
                        server.loaded().source().toString());
        this.pages = new ArrayList<>(parts);
        pages.add(new CatalogPart());
        pages.add(new EventsPart(watchers::count, this::watch));
    }

    private static List<StaticPart> parts() {
        var parts = new ArrayList<StaticPart>();
        parts.add(
                new StaticPart(
                        PATH,
                        "the seven layers, live: for a browser",
                        "text/html; charset=utf-8",
                        "dashboard.html"));
        parts.add(part("style.css", "text/css; charset=utf-8", "dashboard.css"));
        parts.add(part("icon.svg", "image/svg+xml", "icon.svg"));
        parts.add(part("app.js", SCRIPT, "dashboard.js"));
        for (String module : MODULES) {
            parts.add(part(module, SCRIPT, module));
        }
        return parts;
    }

    private static StaticPart part(String name, String contentType, String resource) {
        return new StaticPart(PATH + "/" + name, "", contentType, resource);
    }

    /** Begins to look at once. */
    public static Dashboard of(ProxyServer server, InstantSource clock, String version) {
        var dashboard = new Dashboard(server, clock, version);
        dashboard.thread.scheduleWithFixedDelay(
                dashboard::beat, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        return dashboard;
    }

    public List<AdminPage> pages() {
        return pages;
    }

    private void beat() {
        try {
            painter.look(System.nanoTime());
            int watching = watchers.count();
            if (watching > 0) {
                Picture news = painter.after(seen);
                seen = news.seen();
                watchers.tell(event("tick", news, watching));
            }
        } catch (
                RuntimeException bug) { // the next look may work, and the proxy goes on in any case
            if (!complained) {
                complained = true;
                LOG.log(Level.ERROR, "a look for the dashboard failed; a bug of ours", bug);
            }
        }
    }

    /** On the admin loop. Who comes is told everything, on the thread that tells the others the news. */
    private void watch(AdminStream stream) {
        watchers.add(stream);
        try {
            thread.execute(() -> greet(stream));
        } catch (RejectedExecutionException ended) {
            stream.close();
        }
    }

    private void greet(AdminStream stream) {
        try {
            stream.offer(event("hello", painter.after(Seen.NOTHING), watchers.count()));
        } catch (RuntimeException bug) {
            LOG.log(Level.ERROR, "the dashboard could not be told; a bug of ours", bug);
            stream.close();
        }
    }

    /** Should the stream break, a browser comes again after a second. */
    private byte[] event(String name, Picture picture, int watching) {
        String data = PictureJson.render(picture, servedBy, watching);
        return ("retry: 1000\nevent: " + name + "\ndata: " + data + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        watchers.close();
    }
}
