package io.faultline.app.explain;

import io.faultline.app.explain.Way.Step;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.l7.config.route.RouteConfig;
import io.faultline.l7.config.route.SplitTargetConfig;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.route.action.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Each upstream that the request may go to: whose turn it is there, and how it is reached. */
final class UpstreamSteps {

    private final LoadedConfig loaded;
    private final RouteConfig route;
    private final Forward forward;

    UpstreamSteps(LoadedConfig loaded, RouteConfig route, Forward forward) {
        this.loaded = loaded;
        this.route = route;
        this.forward = forward;
    }

    void addTo(List<Step> steps) {
        Split split = forward.split();
        long sum = route.split().stream().mapToLong(SplitTargetConfig::weight).sum();
        for (int i = 0; i < split.size(); i++) {
            String share =
                    route.split().isEmpty()
                            ? ""
                            : ", "
                                    + Math.round(100.0 * route.split().get(i).weight() / sum)
                                    + "% of such requests";
            steps.add(step(split.upstream(i), share));
        }
    }

    private Step step(String name, String share) {
        UpstreamConfig config =
                Objects.requireNonNull(
                        loaded.config().upstreams().get(name), "references were checked");
        Origins origins = loaded.origins();
        List<String> details = new ArrayList<>();
        for (EndpointConfig each : config.endpoints()) {
            details.add(endpoint(each) + " (" + origins.of(each) + ")");
        }
        UpstreamTlsConfig tls = config.tls();
        if (tls != null) {
            details.add(
                    "TLS, judged by "
                            + (!tls.verify()
                                    ? "nobody"
                                    : tls.ca() == null ? "the system's authorities" : tls.ca())
                            + (tls.serverName() == null ? "" : ", as " + tls.serverName()));
        }
        if (config.health() == null) {
            details.add("no health checks: endpoints are taken as healthy until traffic says more");
        }
        return new Step(
                "upstream",
                name + share + ": " + policy(config) + ", speaks " + lower(config.protocol()),
                origins.of(config),
                details);
    }

    /** What decides first: a cookie, a key, and only then the balancer. */
    private String policy(UpstreamConfig config) {
        String balance = lower(config.balance());
        if (forward.sticky() != null) {
            return "by our cookie if there is one, else " + balance;
        }
        return forward.hash() != null ? "by the hash of a key of the request" : balance;
    }

    private static String endpoint(EndpointConfig endpoint) {
        return endpoint.address()
                + (endpoint.weight() == 1 ? "" : ", weight " + endpoint.weight())
                + (endpoint.backup() ? ", backup" : "")
                + (endpoint.drain() ? ", drained" : "");
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
