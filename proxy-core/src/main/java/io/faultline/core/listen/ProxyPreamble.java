package io.faultline.core.listen;

import io.faultline.core.connection.DownstreamConnection;
import java.util.function.Consumer;

public final class ProxyPreamble {
    public record Settings(long timeoutNanos, String timer) {}

    ProxyPreamble(
            DownstreamConnection connection,
            Settings settings,
            Consumer<DownstreamConnection> then) {}

    void start() {
        throw new UnsupportedOperationException();
    }
}
