package io.faultline.l7.route.gate;

import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.route.RateLimitConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The buckets of all rate limits, so that the workers share them and a reload does not fill them: a limit
 * that is written as before, for the same requests, goes on with what it knows.
 *
 * <p>Any thread; asked when a configuration is put into service, not by requests.
 */
public final class RateLimits {

    private record Key(String listener, Object of) {}

    private record Kept(RateLimitConfig config, TokenBuckets buckets, long generation) {}

    private final Map<Key, Kept> kept = new HashMap<>();

    /**
     * @param of what tells this limit from others of the listener
     * @param generation of the configuration that asks
     * @param now by the clock that requests will be measured with
     */
    synchronized @Nullable RateLimit of(
            @Nullable RateLimitConfig config,
            String listener,
            Object of,
            Origins origins,
            long generation,
            long now) {
        if (config == null) {
            return null;
        }
        // Nobody will come back for what the configuration before the last one had.
        kept.values().removeIf(each -> each.generation() < generation - 1);
        var key = new Key(listener, of);
        Kept known = kept.get(key);
        TokenBuckets buckets =
                known != null && known.config().equals(config)
                        ? known.buckets()
                        : new TokenBuckets(
                                config.clients(),
                                config.per().toNanos() / config.requests(),
                                RateLimit.burst(config),
                                now,
                                ThreadLocalRandom.current().nextLong());
        kept.put(key, new Kept(config, buckets, generation));
        return RateLimit.of(config, buckets, origins);
    }
}
