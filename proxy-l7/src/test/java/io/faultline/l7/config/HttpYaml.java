package io.faultline.l7.config;

import io.faultline.core.config.check.ProtocolChecks;
import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.l7.config.check.HttpChecks;
import io.faultline.l7.route.RouteTable;
import java.util.Map;

/** Loads a text as if it were the file {@code edge.yaml}, with the HTTP section and its checks. */
public final class HttpYaml {

    public static final Map<String, Class<? extends Record>> REGISTRY =
            Map.of("http", HttpConfig.class);
    public static final ProtocolChecks CHECKS =
            (listener, findings) ->
                    HttpChecks.run((HttpConfig) listener.protocol().settings(), findings);

    private HttpYaml() {}

    public static LoadedConfig load(String name, String text) throws ConfigException {
        return ConfigLoader.parse(name, text, REGISTRY, CHECKS, variable -> null);
    }

    /** The section of a listener whose routes are these lines, with upstreams a, b and c. */
    public static LoadedConfig routes(String routes) {
        return section("routes:\n" + routes.indent(2));
    }

    public static LoadedConfig section(String section) {
        String text =
                """
                listeners:
                  - name: web
                    bind: 127.0.0.1:0
                    http:
                %s
                upstreams:
                  a: { endpoints: [127.0.0.1:1] }
                  b: { endpoints: [127.0.0.1:2] }
                  c: { endpoints: [127.0.0.1:3] }
                """
                        .formatted(section.indent(6));
        try {
            return load("edge.yaml", text);
        } catch (ConfigException invalid) {
            throw new AssertionError(ConfigException.render(invalid.problems()) + "\n" + text);
        }
    }

    public static HttpConfig http(LoadedConfig loaded) {
        return (HttpConfig) loaded.config().listeners().getFirst().protocol().settings();
    }

    public static RouteTable table(String routes) {
        LoadedConfig loaded = routes(routes);
        return RouteTable.of(http(loaded), loaded.origins());
    }
}
