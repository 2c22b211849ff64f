package io.faultline.core.config.load;

import io.faultline.core.config.ProxyConfig;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.source.Problem;
import java.nio.file.Path;
import java.util.List;

/**
 * A configuration without errors.
 *
 * @param source the file it came from, or the directory of files; reload reads it again
 * @param beside relative paths in it start beside this path: the file, or a name in the directory
 */
public record LoadedConfig(
        ProxyConfig config, Origins origins, List<Problem> warnings, Path source, Path beside) {}
