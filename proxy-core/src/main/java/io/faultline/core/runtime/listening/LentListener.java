package io.faultline.core.runtime.listening;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.value.HostPort;
import io.faultline.core.listen.InheritedSockets;
import java.util.List;

/**
 * One listener's sockets, ready to be given to another process.
 *
 * @param bind as it is written in the configuration
 * @param bound where it really is
 * @param kept whether they belong to a process that started us, and goes on to hold them
 * @param descriptors copies; whoever has them closes them
 */
public record LentListener(
        String name, HostPort bind, PeerAddress bound, boolean kept, List<Integer> descriptors) {

    /** Whether it listens where the configuration says; else only its name tells which one it is. */
    public boolean isAtItsAddress() {
        return InheritedSockets.isAt(bound, bind);
    }
}
