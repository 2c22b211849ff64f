package io.faultline.core.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;
import io.faultline.core.config.upstream.UpstreamConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@Doc("A Faultline configuration file.")
public record ProxyConfig(
        @Doc("Where clients connect.") List<ListenerConfig> listeners,
        @Doc("Where connections go: named groups of endpoints.")
                Map<String, UpstreamConfig> upstreams,
        @Doc("The operators' port. Absent: no admin server.") @Nullable AdminConfig admin,
        @Doc("One record per session. Absent: no access log.") @Nullable AccessLogConfig accessLog,
        @Doc("Caps of the whole process.") @Default("{}") LimitsConfig limits,
        @Doc("How a stop goes.") @Default("{}") ShutdownConfig shutdown,
        @Doc("Reload when this file changes, as SIGHUP does.") @Default("false") boolean watch,
        @Doc(
                        "How long at most the program drives itself over loopback before it listens, so that the first clients meet compiled code. It ends as soon as nothing is left to compile. 0: not at all.")
                @Default("5s")
                @Range(min = "0s", max = "30s")
                Duration warmUp,
        @Doc("Event loops. 0 means one per core.") @Default("0") @Range(min = "0", max = "256")
                int workers) {}
