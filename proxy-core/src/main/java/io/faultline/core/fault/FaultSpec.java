package io.faultline.core.fault;

import io.faultline.core.Layer;
import java.util.List;

/** The facts of one fault code, as the catalog has them. */
public record FaultSpec(
        String id,
        Layer layer,
        String proxyStatusError,
        int httpStatus,
        Retry retry,
        boolean suspected,
        String meaning,
        List<String> lookWith) {

    static FaultSpec stub(String id) {
        return new FaultSpec(
                id, Layer.valueOf(id.substring(0, 2)), "", 0, Retry.NEVER, false, "", List.of());
    }
}
