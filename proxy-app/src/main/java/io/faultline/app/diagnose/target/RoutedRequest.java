package io.faultline.app.diagnose.target;

import io.faultline.app.diagnose.target.Target.ListenerPath;
import io.faultline.core.config.load.LoadedConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request that a listener would make of one of its paths, and the upstreams it may go to. */
final class RoutedRequest {

    /** Makes the plan for one upstream. */
    interface Planner {
        Plan plan(String upstream, @Nullable Ask ask, String about);
    }

    private final LoadedConfig loaded;
    private final Options options;

    RoutedRequest(LoadedConfig loaded, Options options) {
        this.loaded = loaded;
        this.options = options;
    }

    List<Plan> plans(ListenerPath path, Planner planner) {
        throw new IllegalArgumentException(path.text() + loaded.source() + options.method());
    }
}
