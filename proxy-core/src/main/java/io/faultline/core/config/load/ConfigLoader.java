package io.faultline.core.config.load;

import io.faultline.core.config.source.ConfigException;
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
        throw new UnsupportedOperationException("binding is on its way");
    }

    /** The same from text that is already in memory; {@code name} stands in messages as the file. */
    public static LoadedConfig parse(
            String name,
            String text,
            Map<String, Class<? extends Record>> protocols,
            Function<String, @Nullable String> environment)
            throws ConfigException {
        throw new UnsupportedOperationException("binding is on its way");
    }
}
