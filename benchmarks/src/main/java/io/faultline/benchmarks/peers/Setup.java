package io.faultline.benchmarks.peers;

import java.nio.file.Path;

/**
 * The task: listen on {@code 127.0.0.1:port}, forward to {@code 127.0.0.1:backendPort}.
 *
 * @param folder the contender's own, for its configuration and whatever it writes
 */
public record Setup(
        Service service,
        int port,
        int backendPort,
        int cores,
        Path folder,
        Certificate certificate) {}
