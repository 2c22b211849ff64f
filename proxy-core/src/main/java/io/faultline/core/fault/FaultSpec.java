package io.faultline.core.fault;

import io.faultline.core.Layer;
import java.util.List;

/**
 * The facts of one fault code, as the catalog has them.
 *
 * <p>The id is written out and not derived from the constant: a rename in Java must never change
 * what dashboards and alerts match on.
 */
public record FaultSpec(
        String id,
        Layer layer,
        String proxyStatusError,
        int httpStatus,
        Retry retry,
        boolean suspected,
        String meaning,
        List<String> lookWith) {

    public FaultSpec {
        lookWith = List.copyOf(lookWith);
    }

    /** Until more is said: no answer to the client, never retried, seen and not inferred. */
    static FaultSpec of(String id, String meaning) {
        Layer layer = Layer.valueOf(id.substring(0, id.indexOf('.')));
        return new FaultSpec(id, layer, "", 0, Retry.NEVER, false, meaning, List.of());
    }

    /** What the client reads: the HTTP status and the RFC 9209 error token. */
    FaultSpec answered(int status, String token) {
        return new FaultSpec(id, layer, token, status, retry, suspected, meaning, lookWith);
    }

    /** The connection is closed without an answer; the token still names the cause to an observer. */
    FaultSpec closed(String token) {
        return answered(0, token);
    }

    FaultSpec retried(Retry rule) {
        return new FaultSpec(
                id, layer, proxyStatusError, httpStatus, rule, suspected, meaning, lookWith);
    }

    /** Concluded from circumstances: always shown as suspected, together with the evidence. */
    FaultSpec inferred() {
        return new FaultSpec(
                id, layer, proxyStatusError, httpStatus, retry, true, meaning, lookWith);
    }

    /** Commands in the order an operator runs them; capitals are placeholders. */
    FaultSpec look(String... commands) {
        return new FaultSpec(
                id,
                layer,
                proxyStatusError,
                httpStatus,
                retry,
                suspected,
                meaning,
                List.of(commands));
    }
}
