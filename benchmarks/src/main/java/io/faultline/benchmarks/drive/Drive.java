package io.faultline.benchmarks.drive;

import io.faultline.benchmarks.load.LoadResult;
import java.io.IOException;

/** One way to put load on whatever listens on a port of this machine. */
public interface Drive {

    /** What is done before the clock starts and before anybody looks at what the proxy has spent. */
    default void prepare(int port, double seconds) throws IOException, InterruptedException {}

    LoadResult run(int port, double seconds) throws IOException, InterruptedException;

    /** As somebody would type it, with PORT for the port: for the report. */
    String command();
}
