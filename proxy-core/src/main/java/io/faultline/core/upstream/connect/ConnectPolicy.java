package io.faultline.core.upstream.connect;

import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.upstream.ConnectConfig;
import io.faultline.core.timing.TimerText;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a connect, in the data path's units.
 *
 * @param timeout the value as configured and where, for the evidence of a timer that fired
 */
public record ConnectPolicy(
        long timeoutNanos,
        int attempts,
        long budgetNanos,
        @Nullable PeerAddress source,
        String timeout,
        String budget) {

    public static ConnectPolicy of(ConnectConfig config, Origins origins) {
        return new ConnectPolicy(
                config.timeout().toNanos(),
                config.attempts(),
                config.budget().toNanos(),
                source(config.source()),
                TimerText.of("connect.timeout", config.timeout(), origins.of(config, "timeout")),
                TimerText.of("connect.budget", config.budget(), origins.of(config, "budget")));
    }

    private static @Nullable PeerAddress source(@Nullable String address) {
        byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null ? null : PeerAddress.fromBytes(bytes, 0, bytes.length, 0);
    }
}
