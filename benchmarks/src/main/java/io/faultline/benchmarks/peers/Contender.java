package io.faultline.benchmarks.peers;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A proxy that can be started for a run. */
public interface Contender {

    String name();

    /** Why it cannot take part on this machine and what to do about it; null when it can. */
    @Nullable String missing();

    boolean serves(Service service);

    /** The version it reports. */
    String version();

    /** Code that a JIT compiles needs longer until it costs what it will cost. */
    boolean needsWarmUp();

    /** Writes its config into the folder of the setup and says how to start it. */
    Launch launch(Setup setup) throws IOException;
}
