package io.faultline.app.diagnose.probe;

import io.faultline.core.fault.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint answered to one request.
 *
 * @param status 0 where no head came
 * @param headNanos from the request to the head of the answer
 * @param bodyNanos from there to the end, or to where we stopped
 * @param stoppedAt why the rest of the body was left; null when it came to its end
 * @param inner what proxies behind this hop say of themselves (Proxy-Status), the nearest to the origin first
 * @param failedHop the deepest of them that says it failed, or null
 */
record Answered(
        int status,
        String version,
        long headNanos,
        long bodyNanos,
        long bodyBytes,
        @Nullable String stoppedAt,
        @Nullable String server,
        List<String> inner,
        @Nullable String failedHop,
        @Nullable Fault fault) {}
