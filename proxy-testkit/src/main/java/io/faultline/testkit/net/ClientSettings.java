package io.faultline.testkit.net;

import io.faultline.testkit.Eventually;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RawClient} connects.
 *
 * @param target where to
 * @param source literal address to come from; any address in 127/8 works on Linux, so that one test
 *     can be many clients
 * @param receiveBufferBytes SO_RCVBUF, 0 for the system's own; small to be a slow reader
 * @param patience how long each operation may take
 */
public record ClientSettings(
        InetSocketAddress target,
        @Nullable String source,
        int receiveBufferBytes,
        Duration patience) {

    public static ClientSettings to(int port) {
        return to(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    public static ClientSettings to(InetSocketAddress target) {
        return new ClientSettings(target, null, 0, Eventually.PATIENCE);
    }

    public ClientSettings from(String literalAddress) {
        return new ClientSettings(target, literalAddress, receiveBufferBytes, patience);
    }

    public ClientSettings withReceiveBuffer(int bytes) {
        return new ClientSettings(target, source, bytes, patience);
    }

    public ClientSettings withPatience(Duration each) {
        return new ClientSettings(target, source, receiveBufferBytes, each);
    }

    public RawClient connect() {
        return RawClient.connect(this);
    }
}
