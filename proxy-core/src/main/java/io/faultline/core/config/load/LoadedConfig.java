package io.faultline.core.config.load;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.source.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A configuration without errors.
 *
 * @param source the file it came from; reload reads it again, and relative paths start beside it
 */
public record LoadedConfig(
        ProxyConfig config, Origins origins, List<Problem> warnings, Path source) {}
