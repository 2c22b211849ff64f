package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.describe.RefersTo;

@Doc("One part of a split.")
public record SplitTargetConfig(
        @Doc("The upstream.") @RefersTo("upstreams") String to,
        @Doc("Its share, against the weights of the others. 0: none for now.")
                @Default("1")
                @Range(min = "0", max = "1000000")
                int weight) {}
