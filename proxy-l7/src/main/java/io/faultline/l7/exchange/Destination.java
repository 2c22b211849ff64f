package io.faultline.l7.exchange;

import io.faultline.core.connection.DownstreamConnection;
import io.faultline.core.upstream.Endpoint;
import io.faultline.core.upstream.balance.PickContext;
import io.faultline.l7.message.RequestHead;
import io.faultline.l7.message.ResponseHead;
import io.faultline.l7.route.action.Forward;
import io.faultline.l7.route.action.RequestKey;
import io.faultline.l7.sticky.StickySessions;
import io.faultline.l7.upstream.PooledUpstream;
import org.jspecify.annotations.Nullable;

/**
 * Where one request goes: which upstream of a split, and which of its endpoints next. A client's cookie
 * comes first, for the split too; then a key of the request; then chance and the balancer.
 *
 * <p>Reused; on the worker's loop only.
 */
final class Destination {

    private final HttpService service;
    private final PickContext context = new PickContext(0);
    private @Nullable StickySessions sticky;
    private @Nullable Endpoint named; // by the client's cookie
    private int part;
    private boolean bound;

    Destination(HttpService service) {
        this.service = service;
    }

    PickContext context() {
        return context;
    }

    PooledUpstream choose(Forward to, RequestHead request, DownstreamConnection client) {
        sticky = service.sticky(to);
        named = null;
        if (sticky != null) {
            named = sticky.find(request);
            part = sticky.part();
        }
        if (named == null) {
            part = to.split().pick(point(to, request, client));
        }
        long ownHash = client.client().sourceHash();
        RequestKey hash = to.hash();
        context.reset(hash == null ? ownHash : hash.hash(request, client.client(), ownHash));
        bound = hash != null || named != null;
        return service.upstream(to, part);
    }

    private long point(Forward to, RequestHead request, DownstreamConnection client) {
        long random = service.random();
        RequestKey splitBy = to.splitBy();
        return splitBy == null ? random : splitBy.hash(request, client.client(), random);
    }

    /** Its requests belong to certain endpoints: another one is not as good. */
    boolean isBound() {
        return bound;
    }

    /** The endpoint for the next try, or null when nobody may take it. */
    @Nullable Endpoint pick(PooledUpstream towards) {
        Endpoint kept = named;
        return kept != null && !context.wasTried(kept)
                ? kept
                : towards.upstream().picker().pick(context);
    }

    /**
     * The client is told where it belongs from now on, unless it knows. Nobody is bound to an endpoint
     * that has just failed.
     */
    void remember(ResponseHead answer, @Nullable Endpoint served, boolean overTls) {
        StickySessions kept = sticky;
        if (kept != null && served != null && served != named && answer.status() < 500) {
            kept.remember(answer.fields(), part, served, overTls);
        }
    }

    void clear() {
        sticky = null;
        named = null;
    }
}
