package io.faultline.l7.route.gate;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.address.PeerAddress;
import io.faultline.core.config.source.Origins;
import io.faultline.core.config.text.DurationText;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.l7.config.route.RateLimitConfig;
import io.faultline.l7.config.route.RequestKeyConfig;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.route.action.RequestKey;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How often a client may ask.
 *
 * @param key what makes two requests one client's, or null for the address
 * @param text all of it as configured and where, for the evidence
 * @param by what a client is told apart by, in words; never a value, which may be a secret
 */
public record RateLimit(TokenBuckets buckets, @Nullable RequestKey key, String text, String by) {

    static RateLimit of(RateLimitConfig config, TokenBuckets buckets, Origins origins) {
        return new RateLimit(
                buckets, RequestKey.of(config.by()), text(config, origins), by(config.by()));
    }

    static int burst(RateLimitConfig config) {
        return config.burst() == 0 ? config.requests() : config.burst();
    }

    private static String text(RateLimitConfig config, Origins origins) {
        return "rateLimit: %d requests in %s, burst %d (%s)"
                .formatted(
                        config.requests(),
                        DurationText.format(config.per()),
                        burst(config),
                        origins.of(config));
    }

    private static String by(@Nullable RequestKeyConfig by) {
        if (by == null || by.clientAddress()) {
            return "address";
        }
        if (by.header() != null) {
            return "header " + by.header();
        }
        return by.cookie() == null ? "path" : "cookie " + by.cookie();
    }

    @Nullable Fault refusal(RequestHead request, PeerAddress client, long now) {
        long address = client.networkHash();
        long wait = buckets.take(key == null ? address : key.hash(request, client, address), now);
        return wait == TokenBuckets.TAKEN ? null : refused(client, wait);
    }

    private Fault refused(PeerAddress client, long waitNanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(waitNanos) + 1;
        return Fault.of(ApplicationFault.RATE_LIMITED, Side.CLIENT, Stage.REQUEST)
                .with("limit", text)
                .with("by", by)
                .with("client", client.addressText())
                .with("retryAfter", Long.toString(seconds));
    }
}
