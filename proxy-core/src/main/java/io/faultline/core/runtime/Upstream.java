package io.faultline.core.runtime;

import io.faultline.core.config.UpstreamConfig;
import io.faultline.core.upstream.Cluster;
import io.faultline.core.upstream.connect.ConnectPolicy;

/** One configured upstream and what was built from it. */
record Upstream(UpstreamConfig config, Cluster cluster, ConnectPolicy policy) {}
