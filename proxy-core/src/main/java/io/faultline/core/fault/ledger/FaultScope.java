package io.faultline.core.fault.ledger;

/**
 * Where in the configuration a fault belongs. Made once per listener and upstream, not per fault.
 *
 * @param listener its name, or "" for what no client asked for, such as a health check
 * @param upstream its name, or "" for what broke before an upstream was chosen
 */
public record FaultScope(String listener, String upstream) {

    public static FaultScope ofListener(String listener) {
        return new FaultScope(listener, "");
    }

    public static FaultScope ofUpstream(String upstream) {
        return new FaultScope("", upstream);
    }
}
