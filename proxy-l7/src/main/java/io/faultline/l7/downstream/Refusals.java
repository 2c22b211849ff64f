package io.faultline.l7.downstream;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.Fault;
import io.faultline.l7.http1.Rejection;
import io.faultline.l7.limit.HttpLimits;

/** Turns what a codec refuses into a fault of the client, with the limit that it met. */
final class Refusals {

    private Refusals() {}

    static Fault of(Rejection rejection, HttpLimits limits) {
        Fault fault =
                Fault.of(rejection.code(), Side.CLIENT, Stage.REQUEST)
                        .with("rule", rejection.rule())
                        .with("seen", rejection.detail());
        return switch (rejection.code()) {
            case ApplicationFault.HEAD_TOO_LARGE -> fault.with("limit", limits.headBytes().text());
            case ApplicationFault.TOO_MANY_HEADERS -> fault.with("limit", limits.headers().text());
            case ApplicationFault.URI_TOO_LONG -> fault.with("limit", limits.uriBytes().text());
            default -> fault;
        };
    }
}
