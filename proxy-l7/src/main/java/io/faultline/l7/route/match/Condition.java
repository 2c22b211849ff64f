package io.faultline.l7.route.match;

import io.faultline.core.address.PeerAddress;
import io.faultline.l7.message.RequestHead;

/** What a route asks of a request besides its host and path. Allocates nothing. */
public interface Condition {

    boolean holds(RequestHead head, PeerAddress client);

    /** True if every request for which this holds is one for which the other holds as well. */
    boolean implies(Condition other);

    /** In words: {@code header x-canary is '1'}. */
    @Override
    String toString();
}
