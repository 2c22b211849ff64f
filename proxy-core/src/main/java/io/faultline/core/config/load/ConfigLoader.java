package io.faultline.core.config.load;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.bind.Binding;
import io.faultline.core.config.bind.ConfigBinder;
import io.faultline.core.config.check.ConfigChecks;
import io.faultline.core.config.check.ProtocolChecks;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a configuration file: decode, parse, bind, cross-check, with all problems in one pass. */
public final class ConfigLoader {

    private ConfigLoader() {}

    /**
     * @param protocols the section keys a listener may have ({@code tcp}) and the records they bind
     * @param environment the value of a variable, or null when it is not set
     */
    public static LoadedConfig load(
            Path file,
            Map<String, Class<? extends Record>> protocols,
            Function<String, @Nullable String> environment)
            throws ConfigException {
        return load(file, protocols, ProtocolChecks.NONE, environment);
    }

    /** The same, and what the protocols have to say about their sections. */
    public static LoadedConfig load(
            Path file,
            Map<String, Class<? extends Record>> protocols,
            ProtocolChecks checks,
            Function<String, @Nullable String> environment)
            throws ConfigException {
        return parse(file.toString(), ConfigFile.read(file), protocols, checks, environment);
    }

    /** The same from text that is already in memory; {@code name} stands in messages as the file. */
    public static LoadedConfig parse(
            String name,
            String text,
            Map<String, Class<? extends Record>> protocols,
            Function<String, @Nullable String> environment)
            throws ConfigException {
        return parse(name, text, protocols, ProtocolChecks.NONE, environment);
    }

    /** The same, and what the protocols have to say about their sections. */
    public static LoadedConfig parse(
            String name,
            String text,
            Map<String, Class<? extends Record>> protocols,
            ProtocolChecks checks,
            Function<String, @Nullable String> environment)
            throws ConfigException {
        SourceText source = new SourceText(name, text);
        Problems problems = new Problems(source);
        YamlNode root = YamlReader.read(source, problems, environment);
        if (root == null) {
            throw new ConfigException(problems.sorted());
        }
        Binding<ProxyConfig> binding =
                ConfigBinder.bind(root, ProxyConfig.class, protocols, problems);
        ConfigChecks.run(binding, source, checks, problems);
        ProxyConfig config = binding.value();
        if (config == null || problems.hasErrors()) {
            throw new ConfigException(problems.sorted());
        }
        return new LoadedConfig(config, binding.origins(), problems.sorted(), Path.of(name));
    }
}
