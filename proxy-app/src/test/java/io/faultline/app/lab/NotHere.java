package io.faultline.app.lab;

import io.faultline.core.fault.FaultCode;
import io.faultline.core.fault.TransportFault;
import java.util.Map;

/** Codes that the lab cannot break, each with the reason: what is missing here is missing by name. */
final class NotHere {

    static final Map<FaultCode, String> REASONS =
            Map.of(
                    TransportFault.MEMORY_EXHAUSTED,
                    "The kernel's memory for sockets (tcp_mem) is one for the whole machine: using it up"
                            + " would take it from everybody, and neither a limit of the process nor a"
                            + " namespace has its own. A unit test gives the errno instead.");

    private NotHere() {}
}
