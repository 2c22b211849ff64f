package io.faultline.benchmarks.sidebyside;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A proxy that can be started for the run. */
interface Contender {

    String name();

    /** Why it cannot take part on this machine and what to do about it; null when it can. */
    @Nullable String missing();

    /** The version it reports. */
    String version();

    /** Code that a JIT compiles needs longer until it costs what it will cost. */
    boolean needsWarmUp();

    /** Writes its config into the folder and says how to start it, in the foreground. */
    List<String> command(Path folder, Setup setup) throws IOException;

    /** Listen on {@code 127.0.0.1:port}, forward to {@code 127.0.0.1:backendPort}. */
    record Setup(int port, int backendPort, int cores) {}
}
