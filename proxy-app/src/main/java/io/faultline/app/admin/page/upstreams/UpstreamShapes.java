package io.faultline.app.admin.page.upstreams;

import io.faultline.app.admin.api.FaultShapes;
import io.faultline.app.admin.api.JsonShape;
import io.faultline.core.upstream.order.OrderChange;
import java.util.Arrays;
import java.util.List;

/** What {@link UpstreamsJson} and {@link OrderTask} write and read. */
final class UpstreamShapes {

    static final List<String> ORDERS =
            Arrays.stream(OrderChange.Kind.values()).map(OrderChange.Kind::label).toList();

    private static final JsonShape FAULT_AT = JsonShape.text("When that was.").orNull();

    private static final JsonShape TRAFFIC =
            JsonShape.object("What connections say.")
                    .with("connects", JsonShape.whole("That succeeded."))
                    .with("failed", JsonShape.whole("That failed by the endpoint's fault."))
                    .with("faults_in_a_row", JsonShape.whole("Since the last that succeeded."))
                    .with("last_fault_at", FAULT_AT)
                    .with("last_fault", FaultShapes.FAULT.orNull());

    private static final JsonShape CHECKS =
            JsonShape.object("What health checks say; null without any.")
                    .with("verdict", JsonShape.text("up, down or unchecked."))
                    .with("against", JsonShape.whole("Results in a row against the verdict."))
                    .with("passed", JsonShape.whole(""))
                    .with("failed", JsonShape.whole(""))
                    .with("inconclusive", JsonShape.whole("That our own side kept from ending."))
                    .with("last_us", JsonShape.whole("How long the last one took."))
                    .with("last_fault_at", FAULT_AT)
                    .with("last_fault", FaultShapes.FAULT.orNull());

    private static final JsonShape STANDING_ORDERS =
            JsonShape.object("What an operator ordered; null without an order.")
                    .with("state", JsonShape.text("up, drain or down.").orNull())
                    .with("state_until", JsonShape.text("null: until it is taken back.").orNull())
                    .with("weight", JsonShape.whole("").orNull())
                    .with("weight_until", JsonShape.text("").orNull());

    static final JsonShape ENDPOINT =
            JsonShape.object("One address.")
                    .with("upstream", JsonShape.text("Whose it is."))
                    .with("endpoint", JsonShape.text("Address and port."))
                    .with("host", JsonShape.text("As the configuration names it."))
                    .with(
                            "state",
                            JsonShape.text(
                                    "up, warming, unchecked, awaiting, down, ejected, draining or"
                                            + " forced_down."))
                    .with("weight", JsonShape.whole("As written."))
                    .with("effective_weight", JsonShape.number("What it counts with now."))
                    .with("backup", JsonShape.flag(""))
                    .with("active", JsonShape.whole("Connections now, pending ones included."))
                    .with("ejected_until", JsonShape.text("").orNull())
                    .with("orders", STANDING_ORDERS.orNull())
                    .with(
                            "contradiction",
                            JsonShape.text("Checks and traffic say the opposite.").orNull())
                    .with("traffic", TRAFFIC)
                    .with("checks", CHECKS.orNull());

    private static final JsonShape NAME =
            JsonShape.object("A DNS name of the configuration.")
                    .with("name", JsonShape.text(""))
                    .with("addresses", JsonShape.list("", JsonShape.text("")))
                    .with("answers", JsonShape.whole("Answers that were another one than before."))
                    .with("lookups", JsonShape.whole(""))
                    .with("failures_in_a_row", JsonShape.whole(""))
                    .with("serves_last_good", JsonShape.flag("The last good answer is in use."))
                    .with("fault", FaultShapes.FAULT.orNull());

    static final JsonShape UPSTREAM =
            JsonShape.object("One upstream.")
                    .with("name", JsonShape.text(""))
                    .with("balance", JsonShape.text("How an endpoint is chosen."))
                    .with("snapshot", JsonShape.whole("Grows with each change of its endpoints."))
                    .with("in_rotation", JsonShape.whole("How many it chooses from."))
                    .with("on_backups", JsonShape.flag("They are backups."))
                    .with("active", JsonShape.whole("Connections of all endpoints."))
                    .with("endpoints", JsonShape.list("", ENDPOINT))
                    .with("names", JsonShape.list("", NAME));

    static final JsonShape UPSTREAMS =
            JsonShape.object("").with("upstreams", JsonShape.list("", UPSTREAM));

    static final JsonShape ENDPOINTS =
            JsonShape.object("").with("endpoints", JsonShape.list("", ENDPOINT));

    static final JsonShape ORDER =
            JsonShape.object("")
                    .with(
                            "order",
                            JsonShape.words(
                                    "drain: nobody new, sticky clients stay. down: nobody. up: its share,"
                                            + " whatever checks say. weight: another one. auto: all orders end.",
                                    ORDERS))
                    .with(
                            "weight",
                            JsonShape.whole(
                                            "Of the order 'weight': 0 to "
                                                    + OrderChange.MOST_WEIGHT
                                                    + ".")
                                    .orAbsent())
                    .with(
                            "for",
                            JsonShape.text(
                                            "How long, as 10m; at most 7d. Absent: until it is taken back or"
                                                    + " the process ends.")
                                    .orAbsent());

    static final JsonShape ORDERED =
            JsonShape.object("")
                    .with("upstream", JsonShape.text(""))
                    .with("order", JsonShape.words("", ORDERS))
                    .with("endpoints", JsonShape.list("Whom it reached.", JsonShape.text("")))
                    .with("taking_new", JsonShape.whole("Endpoints that take something new now."))
                    .with("warnings", JsonShape.list("What to think about.", JsonShape.text("")));

    private UpstreamShapes() {}
}
