package io.faultline.core.fault.host;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.fault.FaultClassifier;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Executors;

/**
 * Connects to each address it is given, one after the other, and prints what came of it. Runs as a
 * process of its own, in a network that a test has made for it.
 */
final class ConnectProbe {

    private ConnectProbe() {}

    public static void main(String[] addresses) {
        var watch = new HostWatch();
        try (var control = Executors.newSingleThreadScheduledExecutor()) {
            watch.start(control);
            for (String address : addresses) {
                System.out.println(address + " " + outcome(watch, address));
            }
            control.shutdownNow();
        }
    }

    private static String outcome(HostWatch watch, String address) {
        var target = new InetSocketAddress(address, 80);
        try (var channel = SocketChannel.open(target)) {
            return "connected to " + channel.getRemoteAddress();
        } catch (IOException refused) {
            PeerAddress peer = PeerAddress.from(target);
            return watch.refine(
                            FaultClassifier.ofThrowable(
                                    refused, Stage.CONNECT, Side.UPSTREAM, null),
                            peer)
                    .toString();
        }
    }
}
