package io.faultline.core.config;

import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.upstream.UpstreamConfig;
import java.util.Map;
import java.util.Objects;

/** Loads a text as if it were the file {@code edge.yaml}, with the sample protocol. */
public final class Yaml {

    private Yaml() {}

    public static LoadedConfig load(String text) throws ConfigException {
        return load(text, Map.of());
    }

    public static LoadedConfig load(String text, Map<String, String> environment)
            throws ConfigException {
        return ConfigLoader.parse("edge.yaml", text, SampleTcp.REGISTRY, environment::get);
    }

    public static UpstreamConfig upstream(ProxyConfig config, String name) {
        return Objects.requireNonNull(config.upstreams().get(name), name);
    }
}
