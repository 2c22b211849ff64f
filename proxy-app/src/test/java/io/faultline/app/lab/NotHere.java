package io.faultline.app.lab;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import java.util.Map;

/** Codes that the lab cannot break, each with the reason: what is missing here is missing by name. */
final class NotHere {

    private static final String NO_FILTER =
            "No filter of Faultline gives it yet: the code is kept for it.";

    static final Map<FaultCode, String> REASONS =
            Map.of(
                    TransportFault.MEMORY_EXHAUSTED,
                    "The kernel's memory for sockets (tcp_mem) is one for the whole machine: using it up"
                            + " would take it from everybody. A unit test gives the errno instead.",
                    ApplicationFault.RATE_LIMITED,
                    NO_FILTER,
                    ApplicationFault.UNAUTHORIZED,
                    NO_FILTER,
                    ApplicationFault.FORBIDDEN,
                    NO_FILTER,
                    ApplicationFault.CIRCUIT_OPEN,
                    NO_FILTER,
                    ApplicationFault.INTERNAL,
                    "A bug of ours: nothing that can be done from outside is known to cause it.");

    private NotHere() {}
}
