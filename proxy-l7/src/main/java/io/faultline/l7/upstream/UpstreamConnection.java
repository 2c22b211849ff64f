package io.faultline.l7.upstream;

import io.faultline.core.upstream.Endpoint;
import io.faultline.l7.message.Method;

/**
 * A connection to an endpoint, whichever HTTP version that speaks. With HTTP/1 it carries one exchange
 * after the other, with HTTP/2 as many at once as the endpoint allows; the {@link HttpPool} asks for
 * nothing but how many it could begin now.
 *
 * <p>On the worker's loop only.
 */
public interface UpstreamConnection {

    Endpoint endpoint();

    /** It has carried an exchange, so the next one does not have to wait for a connect. */
    boolean wasUsed();

    /** How many exchanges it could begin now. */
    int room();

    /** No exchange is under way. */
    boolean isIdle();

    /** It can carry more than one exchange at once, and stays in the pool while it does. */
    boolean isShared();

    /** Begins an exchange, of which there must be {@link #room}: its events go there. */
    UpstreamStream begin(UpstreamEvents events, Method requested, long now);

    /** Its place is needed, or the pool closes. Only while it is idle. */
    void leave();
}
