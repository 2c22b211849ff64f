package io.faultline.l7.route.action;

import io.faultline.l7.limit.Limit;
import io.faultline.l7.limit.RouteTimers;
import org.jspecify.annotations.Nullable;

/**
 * To an upstream.
 *
 * @param split which one; mostly there is one only
 * @param splitBy keeps a client on one part of the split, or null for a random one
 * @param rewrite what the upstream sees instead of what the client asked for
 * @param sticky keeps a client on one endpoint by a cookie of ours
 * @param hash keeps equal keys on one endpoint
 */
public record Forward(
        Split split,
        @Nullable RequestKey splitBy,
        @Nullable Rewrite rewrite,
        RouteTimers timers,
        Limit bodyBytes,
        Retries retries,
        @Nullable Sticky sticky,
        @Nullable RequestKey hash)
        implements Action {}
