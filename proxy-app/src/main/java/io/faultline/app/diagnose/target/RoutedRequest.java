package io.faultline.app.diagnose.target;

import io.faultline.app.diagnose.target.Target.ListenerPath;
import io.faultline.app.preview.Preview;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.fault.Fault;
import io.faultline.l4.TcpConfig;
import io.faultline.l7.config.HttpConfig;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.route.action.Split;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request that a listener would make of one of its paths, and the upstreams it may go to. */
final class RoutedRequest {

    /** Makes the plan for one upstream. */
    interface Planner {
        Plan plan(String upstream, @Nullable Ask ask, String about);
    }

    private final LoadedConfig loaded;
    private final Options options;

    RoutedRequest(LoadedConfig loaded, Options options) {
        this.loaded = loaded;
        this.options = options;
    }

    /** @throws IllegalArgumentException with a sentence, when the listener answers by itself */
    List<Plan> plans(ListenerPath target, Planner planner) {
        ListenerConfig listener = listener(target.name());
        if (listener.protocol().settings() instanceof TcpConfig tcp) {
            return bytes(tcp, listener, planner);
        }
        if (!(listener.protocol().settings() instanceof HttpConfig http)) {
            throw new IllegalArgumentException(
                    "listener " + listener.name() + " has no routes to follow.");
        }
        String path = options.path() == null ? target.path() : options.path();
        var place = new HostPort(listener.bind().host(), listener.bind().port());
        RequestHead head =
                RequestText.head(
                        Ask.ofOurs(options.method(), null, path, options.fields()),
                        place,
                        listener.tls() != null);
        PeerAddress self =
                PeerAddress.from(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Preview preview =
                Preview.of(loaded, listener, http, head, self, self.withPort(place.port()));
        return plans(listener, preview, planner);
    }

    private static List<Plan> plans(ListenerConfig listener, Preview preview, Planner planner) {
        Fault refused = preview.refused();
        if (refused != null) {
            throw new IllegalArgumentException(
                    "listener " + listener.name() + " refuses the request: " + refused + ".");
        }
        if (preview.taker() == null) {
            throw new IllegalArgumentException(
                    "no route of listener "
                            + listener.name()
                            + " takes "
                            + preview.path()
                            + ": L7.NO_MATCHING_ROUTE.");
        }
        if (!(preview.taker().route().action() instanceof Forward forward)) {
            throw new IllegalArgumentException(
                    "the route at "
                            + preview.taker().route().origin()
                            + " answers by itself: nothing is behind it.");
        }
        Split split = forward.split();
        List<Plan> plans = new ArrayList<>();
        for (int i = 0; i < split.size(); i++) {
            String about =
                    "listener "
                            + listener.name()
                            + ", route "
                            + preview.taker().route().label()
                            + ", upstream "
                            + split.upstream(i);
            plans.add(planner.plan(split.upstream(i), ask(preview), about));
        }
        return plans;
    }

    /** As the listener would send it. */
    private static Ask ask(Preview preview) {
        List<String> sent =
                preview.head().stream()
                        .filter(line -> line.origin() != Preview.Origin.REMOVED)
                        .map(Preview.Line::text)
                        .toList();
        String[] first = sent.getFirst().split(" ", 3);
        List<String> fields = sent.stream().skip(2).toList();
        return new Ask(first[0], sent.get(1).substring("host: ".length()), first[1], fields);
    }

    private static List<Plan> bytes(TcpConfig tcp, ListenerConfig listener, Planner planner) {
        String to = tcp.to();
        if (to == null) {
            throw new IllegalArgumentException(
                    "listener "
                            + listener.name()
                            + " chooses by the client's TLS hello: diagnose upstream/NAME.");
        }
        return List.of(planner.plan(to, null, "listener " + listener.name() + ", upstream " + to));
    }

    private ListenerConfig listener(String name) {
        List<ListenerConfig> all = loaded.config().listeners();
        for (ListenerConfig each : all) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException(
                "there is no listener "
                        + Quote.of(name)
                        + ". There are: "
                        + String.join(", ", all.stream().map(ListenerConfig::name).toList())
                        + ".");
    }
}
