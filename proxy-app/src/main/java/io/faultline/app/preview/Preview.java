package io.faultline.app.preview;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.timing.Ticker;
import io.faultline.core.worker.Worker;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.config.route.RouteConfig;
import io.faultline.l7.message.Fields;
import io.faultline.l7.message.KnownField;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.preview.RequestPreview;
import io.faultline.l7.route.RouteEntry;
import io.faultline.l7.route.RouteTable;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.route.match.Authority;
import io.faultline.l7.route.match.Condition;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one listener makes of one request, all the way to the head that an endpoint would get: who takes
 * it, and for everybody else why not. Made by the classes that serve, so it cannot lag behind them.
 *
 * @param refused why no route was looked for, or why the one that took it could not send it
 * @param path in the form that was matched
 * @param taker null where no route takes it
 * @param config of the taker
 * @param others every other route, and why it is not the one
 * @param head of the request to an endpoint, line by line; empty where there is none
 */
public record Preview(
        @Nullable Fault refused,
        String path,
        @Nullable RouteEntry taker,
        @Nullable RouteConfig config,
        List<WhyNot> others,
        List<Line> head) {

    /**
     * A route that does not take the request.
     *
     * @param what host and path, as they are listed
     */
    public record WhyNot(String where, String what, String reason) {}

    /** A line of the head. */
    public record Line(Origin origin, String text) {}

    /** Who put a line there, or took it away. */
    public enum Origin {
        CLIENT,
        ADDED,
        REMOVED
    }

    /**
     * @param head a request as it was parsed; it is changed
     * @param destination where the client connected to
     */
    public static Preview of(
            LoadedConfig loaded,
            ListenerConfig listener,
            HttpConfig http,
            RequestHead head,
            PeerAddress client,
            PeerAddress destination) {
        RouteTable table = RouteTable.of(http, loaded.origins());
        Worker worker = Worker.ofDiagnosis(Ticker.system());
        try {
            var preview = new RequestPreview(http, table, loaded.origins(), worker);
            return of(preview, table, http, head, client, destination);
        } finally {
            worker.stop();
        }
    }

    private static Preview of(
            RequestPreview preview,
            RouteTable table,
            HttpConfig http,
            RequestHead head,
            PeerAddress client,
            PeerAddress destination) {
        Fault refused = preview.refusal(head);
        String path = head.pathText();
        if (refused != null) {
            return new Preview(refused, path, null, null, List.of(), List.of());
        }
        RouteEntry taker = table.matchEntry(head, client);
        List<WhyNot> others = others(table, taker, head, client);
        if (taker == null) {
            return new Preview(null, path, null, null, others, List.of());
        }
        RouteConfig config = http.routes().get(taker.place());
        Fault forbidden = taker.route().gate().forbidden(client);
        if (forbidden != null) {
            return new Preview(forbidden, path, taker, config, others, List.of());
        }
        if (!(taker.route().action() instanceof Forward forward)) {
            return new Preview(null, path, taker, config, others, List.of());
        }
        int before = head.fields().count();
        refused = preview.prepare(head, taker.route(), forward, client, destination);
        List<Line> lines = refused == null ? lines(head, before) : List.of();
        return new Preview(refused, path, taker, config, others, lines);
    }

    private static List<WhyNot> others(
            RouteTable table, @Nullable RouteEntry taker, RequestHead head, PeerAddress client) {
        List<WhyNot> others = new ArrayList<>();
        boolean behind = false;
        for (RouteEntry each : table.entries()) {
            if (each == taker) {
                behind = true;
                continue;
            }
            others.add(
                    new WhyNot(
                            where(each),
                            each.host() + " " + each.path(),
                            reason(each, head, client, behind)));
        }
        return List.copyOf(others);
    }

    /** The line of the file, and the name if it has one. */
    private static String where(RouteEntry entry) {
        String origin = entry.route().origin();
        String label = entry.route().label();
        return label.equals(origin) ? origin : origin + " (" + label + ")";
    }

    private static String reason(
            RouteEntry entry, RequestHead head, PeerAddress client, boolean behind) {
        byte[] bytes = head.bytes();
        int hostEnd = Authority.bareHostEnd(bytes, head.authorityStart(), head.authorityEnd());
        if (!entry.host().matches(bytes, head.authorityStart(), hostEnd)) {
            return "the host is not " + entry.host();
        }
        if (!entry.path().matches(bytes, head.pathStart(), head.pathEnd())) {
            return switch (entry.path().kind()) {
                case EXACT -> "the path is not " + entry.path().text();
                case REGEX -> "the path does not match " + entry.path().text();
                case PREFIX, ANY -> "the path does not begin with " + entry.path().text();
            };
        }
        Condition unmet = entry.unmet(head, client);
        if (unmet != null) {
            return "it asks: " + unmet;
        }
        return behind ? "it fits too, and is tried later" : "a more exact host is tried first";
    }

    /** Host stands first, as it is sent; what a client said and nobody took away is unmarked. */
    private static List<Line> lines(RequestHead head, int clientFields) {
        List<Line> lines = new ArrayList<>();
        String query = head.queryText();
        lines.add(
                new Line(
                        Origin.CLIENT,
                        head.methodText()
                                + " "
                                + head.pathText()
                                + (query == null ? "" : "?" + query)
                                + " HTTP/1.1"));
        lines.add(new Line(Origin.CLIENT, "host: " + head.authorityText()));
        Fields fields = head.fields();
        for (int i = 0; i < fields.count(); i++) {
            if (fields.known(i) == KnownField.HOST) {
                continue;
            }
            String text = fields.name(i) + ": " + fields.value(i);
            if (!fields.isDropped(i)) {
                lines.add(new Line(fields.isAdded(i) ? Origin.ADDED : Origin.CLIENT, text));
            } else if (i < clientFields) {
                lines.add(new Line(Origin.REMOVED, text));
            }
        }
        return List.copyOf(lines);
    }
}
