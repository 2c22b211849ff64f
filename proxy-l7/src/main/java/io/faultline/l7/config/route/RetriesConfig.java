package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.value.ByteSize;
import java.util.List;

@Doc(
        "When a request is tried again on another endpoint: never once the response has begun, and only if it is idempotent or nothing of it was sent.")
public record RetriesConfig(
        @Doc("Tries in all, the first included. 1: no retries.")
                @Default("2")
                @Range(min = "1", max = "10")
                int attempts,
        @Doc("What is worth another try. Empty: connect-failure and reset.") List<On> on,
        @Doc("Retries may be at most this share of an upstream's running requests.")
                @Default("20")
                @Range(min = "0", max = "100")
                int budgetPercent,
        @Doc("So many retries may always run, however few requests there are.")
                @Default("3")
                @Range(min = "0", max = "1000")
                int budgetMin,
        @Doc("A request with a longer body is not tried again once its body began to flow.")
                @Default("16KiB")
                @Range(max = "1MiB")
                ByteSize maxReplayBytes) {

    /** What the defaults above make. */
    public static final RetriesConfig USUAL =
            new RetriesConfig(2, List.of(), 20, 3, ByteSize.parse("16KiB"));

    public enum On {
        @Doc("No connection could be made: nothing was sent.")
        CONNECT_FAILURE,
        @Doc("The connection broke before the response began.")
        RESET,
        @Doc("The try took longer than tryTimeout or response.")
        TIMEOUT,
        @Doc("The upstream answered 502.")
        HTTP_502,
        @Doc("The upstream answered 503.")
        HTTP_503,
        @Doc("The upstream answered 504.")
        HTTP_504
    }
}
