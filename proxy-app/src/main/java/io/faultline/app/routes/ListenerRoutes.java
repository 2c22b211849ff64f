package io.faultline.app.routes;

import io.faultline.app.admin.text.TextTable;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.route.RouteEntry;
import io.faultline.l7.route.RouteTable;
import io.faultline.l7.route.Shadows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The routes of one listener, in the order in which they are tried. */
public final class ListenerRoutes {

    private final String listener;
    private final HttpConfig config;
    private final RouteTable table;
    private final Shadows shadows;

    private ListenerRoutes(String listener, HttpConfig config, RouteTable table) {
        this.listener = listener;
        this.config = config;
        this.table = table;
        shadows = new Shadows(table.entries());
    }

    /** Those of all listeners that speak HTTP. */
    public static List<ListenerRoutes> of(LoadedConfig loaded) {
        List<ListenerRoutes> all = new ArrayList<>();
        for (ListenerConfig each : loaded.config().listeners()) {
            if (each.protocol().settings() instanceof HttpConfig http) {
                all.add(
                        new ListenerRoutes(
                                each.name(), http, RouteTable.of(http, loaded.origins())));
            }
        }
        return all;
    }

    public String listener() {
        return listener;
    }

    HttpConfig config() {
        return config;
    }

    RouteTable table() {
        return table;
    }

    /** The number of a line of the table, as people count. */
    int number(RouteEntry entry) {
        return table.entries().indexOf(entry) + 1;
    }

    String action(RouteEntry entry) {
        return ActionText.of(config.routes().get(entry.place()));
    }

    public String asText() {
        var text = new TextTable("", "#", "host", "path", "and", "then", "where", "");
        int number = 1;
        for (RouteEntry entry : table.entries()) {
            text.row(
                    Integer.toString(number++),
                    entry.host().toString(),
                    entry.path().toString(),
                    String.join(", ", entry.conditionTexts()),
                    action(entry),
                    where(entry),
                    shadow(entry));
        }
        return text.toString();
    }

    /** The line of the file, and the name if it has one. */
    static String where(RouteEntry entry) {
        String origin = entry.route().origin();
        String label = entry.route().label();
        return label.equals(origin) ? origin : origin + " (" + label + ")";
    }

    private String shadow(RouteEntry entry) {
        RouteEntry caster = shadows.casterOf(entry);
        return caster == null ? "" : "never reached: shadowed by " + caster.route().origin();
    }

    public void writeTo(JsonWriter out) {
        out.object().member("listener", listener).array("routes");
        int number = 1;
        for (RouteEntry entry : table.entries()) {
            RouteEntry caster = shadows.casterOf(entry);
            out.object()
                    .member("number", number++)
                    .member("name", entry.route().label())
                    .member("origin", entry.route().origin())
                    .member("host", entry.host().toString())
                    .member("pathKind", entry.path().kind().name().toLowerCase(Locale.ROOT))
                    .member("path", entry.path().text())
                    .array("conditions");
            entry.conditionTexts().forEach(out::element);
            out.endArray()
                    .member("action", action(entry))
                    .member("shadowedBy", caster == null ? null : caster.route().origin())
                    .endObject();
        }
        out.endArray().endObject();
    }
}
