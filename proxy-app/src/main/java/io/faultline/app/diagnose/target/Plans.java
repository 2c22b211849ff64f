package io.faultline.app.diagnose.target;

import io.faultline.app.diagnose.target.Target.ListenerPath;
import io.faultline.app.diagnose.target.Target.Place;
import io.faultline.app.diagnose.target.Target.UpstreamName;
import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.text.Quote;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import io.faultline.core.config.upstream.EndpointConfig;
import io.faultline.core.config.upstream.HealthConfig;
import io.faultline.core.config.upstream.HttpCheckConfig;
import io.faultline.core.config.upstream.UpstreamConfig;
import io.faultline.core.config.upstream.UpstreamConfig.Speaks;
import io.faultline.l7.config.HttpConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes of a target, a configuration and options what is to be tried. */
public final class Plans {

    private final Options options;
    private final @Nullable LoadedConfig loaded;

    public Plans(Options options, @Nullable LoadedConfig loaded) {
        this.options = options;
        this.loaded = loaded;
    }

    /**
     * One plan for each upstream that is meant.
     *
     * @throws IllegalArgumentException with a sentence, when there is no such thing
     */
    public List<Plan> of(Target target) {
        return switch (target) {
            case Place place -> List.of(place(place));
            case UpstreamName named ->
                    List.of(upstream(named.name(), ask(named), "upstream " + named.name()));
            case ListenerPath path ->
                    new RoutedRequest(config(path.text()), options).plans(path, this::upstream);
        };
    }

    private Plan place(Place target) {
        boolean http = target.speech().isHttp();
        boolean secure = target.speech().isSecure();
        UpstreamConfig bare = Settings.bare(secure, http && secure ? Speaks.AUTO : Speaks.H1);
        String path = options.path() == null ? target.path() : options.path();
        boolean asks = http || options.path() != null;
        return plan(
                target.speech().name() + " to " + target.place() + ", by default settings",
                "",
                bare,
                Origins.none(),
                Path.of("target"),
                List.of(new EndpointConfig(target.place(), 1, false, false)),
                asks ? Ask.ofOurs(options.method(), null, path, options.fields()) : null);
    }

    private Plan upstream(String name, @Nullable Ask ask, String about) {
        LoadedConfig known = config("upstream/" + name);
        UpstreamConfig config = known.config().upstreams().get(name);
        if (config == null) {
            throw new IllegalArgumentException(
                    "there is no upstream "
                            + Quote.of(name)
                            + ". There are: "
                            + String.join(", ", known.config().upstreams().keySet())
                            + ".");
        }
        return plan(
                about + " (" + known.origins().of(config) + ")",
                name,
                config,
                known.origins(),
                known.beside(),
                config.endpoints(),
                ask);
    }

    private Plan plan(
            String about,
            String name,
            UpstreamConfig config,
            Origins origins,
            Path file,
            List<EndpointConfig> endpoints,
            @Nullable Ask ask) {
        UpstreamConfig adjusted = Settings.adjusted(config, options);
        return new Plan(
                about,
                name,
                adjusted,
                origins,
                file,
                endpoints.stream().map(EndpointConfig::address).toList(),
                ask,
                judge(adjusted.tls()));
    }

    private static String judge(@Nullable UpstreamTlsConfig tls) {
        if (tls == null) {
            return "nobody";
        }
        if (!tls.verify()) {
            return "nobody: verify is off";
        }
        return tls.ca() == null ? "the system's authorities" : tls.ca();
    }

    /** HTTP is asked where somebody said a path, or where the configuration speaks HTTP with it. */
    private @Nullable Ask ask(UpstreamName target) {
        LoadedConfig known = config(target.text());
        UpstreamConfig config = known.config().upstreams().get(target.name());
        HealthConfig health = config == null ? null : config.health();
        HttpCheckConfig check = health == null ? null : health.http();
        String said = options.path() != null ? options.path() : target.path();
        if (!said.isEmpty()) {
            return Ask.ofOurs(options.method(), null, said, options.fields());
        }
        if (check != null) {
            return Ask.ofOurs(check.method(), check.host(), check.path(), options.fields());
        }
        boolean http =
                config != null && (config.protocol() != Speaks.H1 || leadsTo(known, target.name()));
        return http ? Ask.ofOurs(options.method(), null, "/", options.fields()) : null;
    }

    private static boolean leadsTo(LoadedConfig loaded, String upstream) {
        for (ListenerConfig each : loaded.config().listeners()) {
            if (each.protocol().settings() instanceof HttpConfig http
                    && http.routes().stream()
                            .anyMatch(
                                    route ->
                                            upstream.equals(route.to())
                                                    || route.split().stream()
                                                            .anyMatch(
                                                                    part ->
                                                                            part.to()
                                                                                    .equals(
                                                                                            upstream)))) {
                return true;
            }
        }
        return false;
    }

    private LoadedConfig config(String target) {
        if (loaded == null) {
            throw new IllegalArgumentException(
                    target + " stands in a configuration: name it with --config FILE.");
        }
        return Objects.requireNonNull(loaded);
    }
}
