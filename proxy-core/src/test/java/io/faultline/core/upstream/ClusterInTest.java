package io.faultline.core.upstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.fault.Fault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.core.upstream.order.OrderChange;
import io.faultline.core.upstream.order.OrderOutcome;
import io.faultline.testkit.ManualClock;
import io.faultline.testkit.ManualScheduler;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster whose time the test steps and whose control thread is the test's own. */
final class ClusterInTest {

    final ManualClock clock = new ManualClock();
    final ManualScheduler control = new ManualScheduler(clock);
    final Cluster cluster;
    final List<ClusterEvent> events = new ArrayList<>();
    private final Picker picker;
    private final PickContext context = new PickContext(42);

    ClusterInTest(UpstreamConfig config) {
        cluster = new Cluster("shop", config, control, clock::nanos, clock.wall());
        cluster.addListener(events::add);
        picker = cluster.newPicker(7);
    }

    Endpoint endpoint(int index) {
        return entry(index).endpoint();
    }

    EndpointSet.Entry entry(int index) {
        return cluster.endpoints().entries().get(index);
    }

    EndpointState state(int index) {
        return entry(index).state();
    }

    List<EndpointState> states() {
        return cluster.endpoints().entries().stream().map(EndpointSet.Entry::state).toList();
    }

    List<String> names() {
        return cluster.endpoints().entries().stream().map(e -> e.endpoint().name()).toList();
    }

    List<String> eligible() {
        var names = new ArrayList<String>();
        for (int i = 0; i < cluster.endpoints().eligibleCount(); i++) {
            names.add(cluster.endpoints().eligible(i).name());
        }
        return names;
    }

    /** The next session's endpoint; null when there is none. */
    @Nullable Endpoint pick() {
        context.reset(42);
        return picker.pick(context);
    }

    /** So many connects fail, and the control thread hears of it. */
    void connectsFail(Endpoint endpoint, int times, FaultCode code) {
        for (int i = 0; i < times; i++) {
            endpoint.connectFailed(Fault.of(code, Side.UPSTREAM, Stage.CONNECT));
        }
        control.runDue();
    }

    void goes(Endpoint endpoint, HealthVerdict verdict) {
        cluster.healthChanged(endpoint, verdict);
    }

    OrderOutcome order(int index, OrderChange change) {
        return cluster.order(TestUpstream.place(endpoint(index).name()), change);
    }

    void after(Duration step) {
        control.advance(step);
    }

    <T extends ClusterEvent> List<T> events(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void resolved(String place, String... addresses) {
        cluster.resolved(
                TestUpstream.place(place),
                Stream.of(addresses).map(InetAddress::ofLiteral).toList());
    }
}
