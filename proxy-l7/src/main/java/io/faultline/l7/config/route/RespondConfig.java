package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import org.jspecify.annotations.Nullable;

@Doc("An answer of our own.")
public record RespondConfig(
        @Doc("The status.") @Default("200") @Range(min = "200", max = "599") int status,
        @Doc("The body, as UTF-8. Absent: none.") @Nullable String body,
        @Doc("What the body is.") @Default("text/plain; charset=utf-8") String contentType) {}
