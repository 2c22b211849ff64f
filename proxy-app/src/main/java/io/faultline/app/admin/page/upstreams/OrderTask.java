package io.faultline.app.admin.page.upstreams;

import io.faultline.app.admin.AdminQuery;
import io.faultline.app.admin.AdminReply;
import io.faultline.app.admin.AdminTask;
import io.faultline.app.admin.api.Operation;
import io.faultline.app.admin.api.Parameter;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.observe.text.JsonWriter;
import io.faultline.core.observe.text.Utf8Buffer;
import io.faultline.core.runtime.Upstream;
import io.faultline.core.upstream.EndpointSet;
import io.faultline.core.upstream.order.OrderChange;
import io.faultline.core.upstream.order.OrderOutcome;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One upstream, or one of its endpoints: GET looks, POST orders what it shall take, for a time or until
 * it is taken back. The order is carried out on the control thread; the answer comes when the workers'
 * next look at the upstream will see it.
 */
public final class OrderTask implements AdminTask {

    /** Carries an order out; its answer is null where there is no such upstream. */
    public interface Orders {
        CompletableFuture<@Nullable OrderOutcome> order(
                String upstream, @Nullable HostPort place, OrderChange change);
    }

    private static final int MOST_NAMED = 20;
    private static final String UPSTREAM = "/upstreams/{upstream}";

    private final boolean ofOneEndpoint;
    private final Supplier<List<Upstream>> upstreams;
    private final Orders orders;
    private final InstantSource clock;

    private OrderTask(
            boolean ofOneEndpoint,
            Supplier<List<Upstream>> upstreams,
            Orders orders,
            InstantSource clock) {
        this.ofOneEndpoint = ofOneEndpoint;
        this.upstreams = upstreams;
        this.orders = orders;
        this.clock = clock;
    }

    public static OrderTask ofUpstream(
            Supplier<List<Upstream>> upstreams, Orders orders, InstantSource clock) {
        return new OrderTask(false, upstreams, orders, clock);
    }

    public static OrderTask ofEndpoint(
            Supplier<List<Upstream>> upstreams, Orders orders, InstantSource clock) {
        return new OrderTask(true, upstreams, orders, clock);
    }

    @Override
    public String path() {
        return ofOneEndpoint ? UPSTREAM + "/endpoints/{endpoint}" : UPSTREAM;
    }

    @Override
    public String summary() {
        return ofOneEndpoint
                ? "one endpoint; POST: drain it, force it up or down, weigh it, for a time"
                : "one upstream; POST: the same order for all of its endpoints";
    }

    @Override
    public boolean changesSomething() {
        return true;
    }

    @Override
    public List<Operation> operations() {
        Operation look =
                Operation.get(
                        ofOneEndpoint ? "one endpoint" : "one upstream",
                        ofOneEndpoint ? UpstreamShapes.ENDPOINT : UpstreamShapes.UPSTREAM);
        Operation order =
                Operation.post(
                                ofOneEndpoint
                                        ? "order what an endpoint shall take"
                                        : "order what all endpoints shall take",
                                UpstreamShapes.ORDER,
                                UpstreamShapes.ORDERED)
                        .needingToken()
                        .refusing(400, "The order makes no sense.");
        return List.of(described(look), described(order));
    }

    private Operation described(Operation operation) {
        Operation named =
                operation
                        .with(
                                Parameter.inPath(
                                        "upstream", "As the configuration names it.", "shop"))
                        .refusing(404, "There is no such upstream, or no such endpoint.");
        return ofOneEndpoint
                ? named.with(
                        Parameter.inPath(
                                "endpoint",
                                "Address and port, or a name of the configuration and its port.",
                                "10.0.0.1:8080"))
                : named;
    }

    @Override
    public AdminReply answer(AdminQuery query) {
        Upstream upstream = find(query);
        if (upstream == null) {
            return noUpstream(query);
        }
        if (!ofOneEndpoint) {
            return query.wantsJson()
                    ? AdminReply.json(UpstreamsJson.one(upstream))
                    : AdminReply.text(UpstreamsText.one(upstream, clock.instant()));
        }
        String name = query.inPath("endpoint");
        for (EndpointSet.Entry entry : upstream.cluster().endpoints().entries()) {
            if (entry.endpoint().name().equals(name)) {
                return query.wantsJson()
                        ? AdminReply.json(UpstreamsJson.endpoint(upstream, entry))
                        : AdminReply.text(UpstreamsText.one(upstream, clock.instant()));
            }
        }
        return noEndpoint(upstream, name);
    }

    @Override
    public void run(String body, AdminQuery query, Consumer<AdminReply> then) {
        OrderChange change;
        HostPort place;
        try {
            change = OrderBody.parse(body);
            place = ofOneEndpoint ? HostPort.parse(query.inPath("endpoint")) : null;
        } catch (IllegalArgumentException senseless) {
            then.accept(AdminReply.text(400, String.valueOf(senseless.getMessage())));
            return;
        }
        Upstream upstream = find(query);
        if (upstream == null) {
            then.accept(noUpstream(query));
            return;
        }
        orders.order(query.inPath("upstream"), place, change)
                .whenComplete((outcome, bug) -> then.accept(reply(query, change, outcome, bug)));
    }

    private AdminReply reply(
            AdminQuery query,
            OrderChange change,
            @Nullable OrderOutcome outcome,
            @Nullable Throwable bug) {
        if (bug != null) {
            return AdminReply.text(500, "This failed, which is a bug of ours: " + bug);
        }
        Upstream upstream = find(query);
        if (outcome == null || upstream == null) {
            return noUpstream(query);
        }
        if (ofOneEndpoint && outcome.endpoints().isEmpty()) {
            return noEndpoint(upstream, query.inPath("endpoint"));
        }
        return query.wantsJson()
                ? AdminReply.json(json(query.inPath("upstream"), change, outcome))
                : AdminReply.text(text(change, outcome, upstream));
    }

    private static String json(String upstream, OrderChange change, OrderOutcome outcome) {
        Utf8Buffer out = new Utf8Buffer(1024);
        JsonWriter json = new JsonWriter(out).object();
        json.member("upstream", upstream).member("order", change.kind().label());
        json.array("endpoints");
        outcome.endpoints().forEach(json::element);
        json.endArray().member("taking_new", outcome.takingNew()).array("warnings");
        outcome.warnings().forEach(json::element);
        json.endArray().endObject();
        return out.toString();
    }

    private String text(OrderChange change, OrderOutcome outcome, Upstream upstream) {
        StringBuilder text = new StringBuilder();
        outcome.warnings().forEach(each -> text.append("! ").append(each).append('\n'));
        text.append(change.kind().label()).append(": ");
        text.append(String.join(", ", outcome.endpoints())).append("\n\n");
        return text.append(UpstreamsText.one(upstream, clock.instant())).toString();
    }

    private @Nullable Upstream find(AdminQuery query) {
        return upstreams.get().stream()
                .filter(each -> each.cluster().name().equals(query.inPath("upstream")))
                .findFirst()
                .orElse(null);
    }

    private AdminReply noUpstream(AdminQuery query) {
        String known =
                upstreams.get().stream()
                        .map(each -> each.cluster().name())
                        .collect(Collectors.joining(", "));
        return AdminReply.text(
                404,
                "There is no upstream '"
                        + query.inPath("upstream")
                        + "'. Those that are: "
                        + known);
    }

    private static AdminReply noEndpoint(Upstream upstream, String name) {
        String known =
                upstream.cluster().endpoints().entries().stream()
                        .limit(MOST_NAMED)
                        .map(each -> each.endpoint().name())
                        .collect(Collectors.joining(", "));
        return AdminReply.text(
                404,
                "%s has no endpoint '%s'. Those that are: %s"
                        .formatted(upstream.cluster().name(), name, known));
    }
}
