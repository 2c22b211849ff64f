package io.faultline.core.runtime;

import io.faultline.core.config.value.HostPort;
import java.util.List;

/**
 * One listener's sockets, ready to be given to another process.
 *
 * @param bind as it is written in the configuration
 * @param kept whether they belong to a process that started us, and goes on to hold them
 * @param descriptors copies; whoever has them closes them
 */
public record LentListener(String name, HostPort bind, boolean kept, List<Integer> descriptors) {}
