package io.faultline.app.admin.page.status;

import io.faultline.app.admin.api.JsonShape;

/** What {@link StatusJson} writes. */
final class StatusShapes {

    private static final JsonShape REQUESTS =
            JsonShape.object("Exchanges of HTTP since the start, by class of status.")
                    .with("none", JsonShape.whole("Not answered.").orAbsent())
                    .with("1xx", JsonShape.whole("").orAbsent())
                    .with("2xx", JsonShape.whole("").orAbsent())
                    .with("3xx", JsonShape.whole("").orAbsent())
                    .with("4xx", JsonShape.whole("").orAbsent())
                    .with("5xx", JsonShape.whole("").orAbsent());

    private static final JsonShape LISTENER =
            JsonShape.object("")
                    .with("name", JsonShape.text(""))
                    .with("address", JsonShape.text("Where it listens."))
                    .with(
                            "protocol",
                            JsonShape.text("The section of the configuration: http, tcp."))
                    .with("tls", JsonShape.flag(""))
                    .with("opened", JsonShape.whole("Connections since the start."))
                    .with("active", JsonShape.whole("Connections now."))
                    .with("bytes_up", JsonShape.whole("From clients."))
                    .with("bytes_down", JsonShape.whole("To clients."))
                    .with("requests", REQUESTS);

    static final JsonShape LISTENERS =
            JsonShape.object("").with("listeners", JsonShape.list("", LISTENER));

    private static final JsonShape UPSTREAM =
            JsonShape.object("")
                    .with("name", JsonShape.text(""))
                    .with("endpoints", JsonShape.whole(""))
                    .with("in_rotation", JsonShape.whole("That take something new."))
                    .with("on_backups", JsonShape.flag("They are backups."))
                    .with("ordered", JsonShape.whole("Endpoints under an operator's order."))
                    .with("active", JsonShape.whole("Connections now."))
                    .with("awaited", JsonShape.whole("Exchanges and sessions since the start."))
                    .with("retried", JsonShape.whole(""))
                    .with("bytes_up", JsonShape.whole("To endpoints."))
                    .with("bytes_down", JsonShape.whole("From endpoints."))
                    .with("faults_1m", JsonShape.whole("Faults of the last minute."));

    private static final JsonShape LAYER =
            JsonShape.object("")
                    .with("layer", JsonShape.text("L1 to L7."))
                    .with("faults_1m", JsonShape.whole(""))
                    .with("faults_10m", JsonShape.whole(""))
                    .with("faults_1h", JsonShape.whole(""))
                    .with("fullest", JsonShape.text("What of it is fullest.").orNull())
                    .with("ratio", JsonShape.number("How full that is; 1 is full.").orNull());

    static final JsonShape STATUS =
            JsonShape.object("")
                    .with("at", JsonShape.text(""))
                    .with("version", JsonShape.text(""))
                    .with("commit", JsonShape.text(""))
                    .with("pid", JsonShape.whole(""))
                    .with("started_at", JsonShape.text(""))
                    .with("uptime_seconds", JsonShape.whole(""))
                    .with("state", JsonShape.text("starting, ready, draining or stopped."))
                    .with("generation", JsonShape.whole("Of the configuration in force."))
                    .with("source", JsonShape.text("Its file."))
                    .with("workers", JsonShape.whole(""))
                    .with("transport", JsonShape.text("epoll or nio."))
                    .with("sessions", JsonShape.whole("Open now."))
                    .with("fullest", JsonShape.text("Of everything.").orNull())
                    .with("layers", JsonShape.list("", LAYER))
                    .with("listeners", JsonShape.list("", LISTENER))
                    .with("upstreams", JsonShape.list("", UPSTREAM));

    private StatusShapes() {}
}
