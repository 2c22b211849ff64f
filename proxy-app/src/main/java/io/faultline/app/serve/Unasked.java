package io.faultline.app.serve;

import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.listen.InheritedSockets;
import io.faultline.core.wire.InheritedSocket;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sockets that a supervisor holds for us and no listener asks for. Clients that connect there would wait
 * for ever, for the supervisor listens and nobody accepts: better not start, and say so.
 */
final class Unasked {

    private Unasked() {}

    static void refuse(InheritedSockets inherited, LoadedConfig loaded, ServedProxy proxy)
            throws CannotServe {
        List<InheritedSocket> left =
                inherited.unclaimed().stream().filter(InheritedSocket::kept).toList();
        if (left.isEmpty()) {
            return;
        }
        proxy.stop();
        throw new CannotServe(
                "the supervisor gave a socket on "
                        + left.stream().map(Unasked::text).collect(Collectors.joining(", "))
                        + ", but no listener of "
                        + loaded.source()
                        + " has this address, and none this name. Listeners: "
                        + loaded.config().listeners().stream()
                                .map(each -> each.name() + " " + each.bind())
                                .collect(Collectors.joining(", "))
                        + ". Make 'bind' and ListenStream= the same, or name the socket"
                        + " (FileDescriptorName=) after its listener.");
    }

    private static String text(InheritedSocket socket) {
        return socket.name().isEmpty()
                ? socket.address().toString()
                : socket.address() + " ('" + socket.name() + "')";
    }
}
