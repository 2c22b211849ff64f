package io.faultline.l7.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.value.ByteSize;

@Doc("How large a request may be. A response head is held to the same.")
public record HttpLimitsConfig(
        @Doc("Request line and header fields together.")
                @Default("32KiB")
                @Range(min = "1KiB", max = "64KiB")
                ByteSize maxHeadBytes,
        @Doc("Header fields.") @Default("100") @Range(min = "10", max = "1000") int maxHeaders,
        @Doc("The request target.") @Default("8KiB") @Range(min = "256", max = "64KiB")
                ByteSize maxUriBytes,
        @Doc("The request body, unless the route says otherwise. 0: no limit.") @Default("0")
                ByteSize maxBodyBytes) {}
