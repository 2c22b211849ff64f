package io.faultline.core.config.bind;

import io.faultline.core.config.source.Origins;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came out of one file. With errors among the problems it is only good for finding more of them.
 *
 * @param value null when not even the outermost section could be bound
 * @param names the names written in each top-level mapping, also of entries that could not be bound
 */
public record Binding<R extends Record>(
        @Nullable R value,
        Origins origins,
        List<Reference> references,
        Map<String, Set<String>> names,
        Damage damage) {}
