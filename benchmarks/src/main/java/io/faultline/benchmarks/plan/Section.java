package io.faultline.benchmarks.plan;

import io.faultline.benchmarks.peers.Entrant;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Proxies that stay up together, and what is measured of them. */
interface Section {

    String title();

    List<Start> starts();

    List<Block> blocks() throws IOException;

    /** All that could be started are running. */
    default void running(Map<String, Entrant> entrants) {}
}
