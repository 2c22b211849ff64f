package io.faultline.app.explain;

import io.faultline.app.explain.Way.Step;
import io.faultline.app.preview.Preview;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.text.IpLiteral;
import io.faultline.core.config.text.Quote;
import io.faultline.l7.config.HttpConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * "What would become of this request?" Answered by the classes that serve: the gate that judges
 * connections, the table that routes, the steps that write the head.
 */
public record Explanation(Question question, List<Way> ways) {

    public Explanation {
        ways = List.copyOf(ways);
    }

    /**
     * @param only the listener that is meant, or null for all
     * @throws IllegalArgumentException with a sentence
     */
    public static Explanation of(LoadedConfig loaded, Question question, @Nullable String only) {
        List<Way> ways = new ArrayList<>();
        for (ListenerConfig each : loaded.config().listeners()) {
            if (only == null || each.name().equals(only)) {
                ways.add(way(loaded, question, each));
            }
        }
        if (only != null && ways.isEmpty()) {
            throw new IllegalArgumentException("there is no listener " + Quote.of(only) + ".");
        }
        return new Explanation(question, ways);
    }

    /** Whether some listener takes it all the way. */
    public boolean isServed() {
        return ways.stream().anyMatch(each -> each.deaf() == null && each.fault() == null);
    }

    private static Way way(LoadedConfig loaded, Question question, ListenerConfig listener) {
        String name = listener.name() + " (" + loaded.origins().of(listener) + ")";
        String deaf = Hearing.obstacle(listener, question);
        if (deaf != null) {
            return new Way(name, deaf, List.of(), null);
        }
        List<Step> steps = new ArrayList<>();
        var gate = new GateStep(loaded, listener);
        String refused = gate.addTo(steps, question.from());
        if (refused != null) {
            return new Way(name, null, steps, refused);
        }
        if (!(listener.protocol().settings() instanceof HttpConfig http)) {
            steps.add(
                    new Step(
                            "protocol",
                            "forwards bytes: no request is read, no route is asked",
                            "",
                            List.of()));
            return new Way(name, null, steps, null);
        }
        Preview preview =
                Preview.of(
                        loaded,
                        listener,
                        http,
                        question.head(),
                        question.from(),
                        destination(listener));
        return new Way(name, null, steps, new RouteSteps(loaded, preview, question).addTo(steps));
    }

    private static PeerAddress destination(ListenerConfig listener) {
        String host = listener.bind().host();
        InetAddress address =
                IpLiteral.isAddress(host)
                        ? InetAddress.ofLiteral(host)
                        : InetAddress.getLoopbackAddress();
        return PeerAddress.from(new InetSocketAddress(address, listener.bind().port()));
    }
}
