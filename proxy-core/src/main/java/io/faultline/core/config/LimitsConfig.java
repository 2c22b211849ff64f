package io.faultline.core.config;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Range;

@Doc("Caps of the whole process.")
public record LimitsConfig(
        @Doc(
                        "Client connections at once. 0: as many as the descriptor limit allows, less the reserve.")
                @Default("0")
                @Range(min = "0")
                int maxConnections,
        @Doc("Descriptors kept back for admin, health checks and logs.")
                @Default("64")
                @Range(min = "8", max = "65536")
                int reservedDescriptors,
        @Doc(
                        "Pipes per worker, for bytes that the kernel moves from socket to socket (Linux). Each holds up to 1 MiB while a receiver is slow. 0: bytes are copied.")
                @Default("64")
                @Range(min = "0", max = "1024")
                int maxPipesPerWorker,
        @Doc(
                        "TLS handshakes with clients at once, over all listeners; further clients are refused until one has ended. 0: no cap.")
                @Default("4096")
                @Range(min = "0", max = "1000000")
                int maxHandshakes) {}
