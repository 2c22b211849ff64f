package io.faultline.l7.limit;

import io.faultline.core.config.source.Origins;
import io.faultline.l7.config.HttpLimitsConfig;

/** How large a request to a listener may be. */
public record HttpLimits(Limit headBytes, Limit headers, Limit uriBytes, Limit bodyBytes) {

    public static HttpLimits of(HttpLimitsConfig config, Origins origins) {
        return new HttpLimits(
                Limit.of(
                        "http.limits.maxHeadBytes",
                        config.maxHeadBytes(),
                        origins.of(config, "maxHeadBytes")),
                Limit.of(
                        "http.limits.maxHeaders",
                        config.maxHeaders(),
                        Integer.toString(config.maxHeaders()),
                        origins.of(config, "maxHeaders")),
                Limit.of(
                        "http.limits.maxUriBytes",
                        config.maxUriBytes(),
                        origins.of(config, "maxUriBytes")),
                Limit.orNone(
                        "http.limits.maxBodyBytes",
                        config.maxBodyBytes(),
                        origins.of(config, "maxBodyBytes")));
    }
}
