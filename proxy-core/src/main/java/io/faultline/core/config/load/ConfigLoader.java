package io.faultline.core.config.load;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.bind.Binding;
import io.faultline.core.config.bind.ConfigBinder;
import io.faultline.core.config.check.ConfigChecks;
import io.faultline.core.config.check.ProtocolChecks;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.config.source.Location;
import io.faultline.core.config.source.Problems;
import io.faultline.core.config.source.SourceText;
import io.faultline.core.config.yaml.YamlNode;
import io.faultline.core.config.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration, which is a file or a directory of files: decode, parse, bind, cross-check, with
 * all problems in one pass.
 */
public final class ConfigLoader {

    private final Path source;
    private final Path beside;
    private final Map<String, Class<? extends Record>> protocols;
    private final ProtocolChecks checks;
    private final Function<String, @Nullable String> environment;

    private ConfigLoader(
            Path source,
            Path beside,
            Map<String, Class<? extends Record>> protocols,
            ProtocolChecks checks,
            Function<String, @Nullable String> environment) {
        this.source = source;
        this.beside = beside;
        this.protocols = protocols;
        this.checks = checks;
        this.environment = environment;
    }

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
        if (Files.isDirectory(file)) {
            Path beside = file.resolve("*.yaml");
            return new ConfigLoader(file, beside, protocols, checks, environment)
                    .load(ConfigDirectory.read(file));
        }
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
        Path file = Path.of(name);
        return new ConfigLoader(file, file, protocols, checks, environment)
                .load(List.of(new SourceText(name, text)));
    }

    private LoadedConfig load(List<SourceText> texts) throws ConfigException {
        String name = source.toString();
        Problems problems = new Problems(name, texts);
        List<YamlNode> roots = new ArrayList<>();
        for (SourceText text : texts) {
            YamlNode root = YamlReader.read(text, problems, environment);
            if (root != null) {
                roots.add(root);
            }
        }
        if (roots.size() < texts.size()) { // what is missing would be missed by the others
            throw new ConfigException(problems.sorted());
        }
        Binding<ProxyConfig> binding =
                ConfigBinder.bind(
                        OneOfMany.merged(roots, Location.ofFile(name), problems),
                        ProxyConfig.class,
                        protocols,
                        problems);
        ConfigChecks.run(binding, name, beside, checks, problems);
        ProxyConfig config = binding.value();
        if (config == null || problems.hasErrors()) {
            throw new ConfigException(problems.sorted());
        }
        return new LoadedConfig(config, binding.origins(), problems.sorted(), source, beside);
    }
}
