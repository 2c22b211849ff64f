package io.faultline.app.diagnose.running;

import io.faultline.app.diagnose.ladder.Rung;
import io.faultline.app.diagnose.target.Target;
import java.util.List;

/**
 * The proxy that serves the configuration, where there is one. A probe goes to the endpoint and finds it
 * well; that clients are refused all the same, because everything is drained, a cap is reached or a
 * circuit is open, only the proxy itself knows.
 */
@FunctionalInterface
public interface RunningProxy {

    /** The rung of what traffic met a moment ago; the others tell of now. */
    String TRAFFIC = "traffic";

    /** Nobody runs, or nobody is asked. */
    RunningProxy NONE = (target, upstreams) -> List.of();

    /**
     * @param upstreams what the target leads to
     * @return a rung for each thing it knows of; none where it knows nothing
     */
    List<Rung> about(Target target, List<String> upstreams);
}
