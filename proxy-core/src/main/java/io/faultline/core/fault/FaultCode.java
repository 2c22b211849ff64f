package io.faultline.core.fault;

import io.faultline.core.Layer;
import java.util.List;

/**
 * What can break, one constant per way: the same code in the access log, the metric, the health
 * check, the response header and the {@code diagnose} command. Ids are stable for ever.
 */
public sealed interface FaultCode
        permits LinkFault, NetworkFault, TransportFault, SessionFault, TlsFault, ApplicationFault {

    /** All the catalog says of this code. */
    FaultSpec spec();

    /** For example {@code L4.CONNECT_REFUSED}. */
    default String id() {
        return spec().id();
    }

    default Layer layer() {
        return spec().layer();
    }

    /** Inferred rather than seen: always shown together with why we think so. */
    default boolean suspected() {
        return spec().suspected();
    }

    default Retry retry() {
        return spec().retry();
    }

    /** RFC 9209 error token, or "" where the code never reaches a {@code Proxy-Status} header. */
    default String proxyStatusError() {
        return spec().proxyStatusError();
    }

    /** The HTTP status we answer with, or 0 where the connection is closed instead. */
    default int httpStatus() {
        return spec().httpStatus();
    }

    /** One sentence: what it means. */
    default String meaning() {
        return spec().meaning();
    }

    /** The commands an operator runs first. */
    default List<String> lookWith() {
        return spec().lookWith();
    }
}
