package io.faultline.core.upstream;

import io.faultline.core.Layer;
import org.jspecify.annotations.Nullable;

/**
 * Health checks and traffic say the opposite of one endpoint. Neither is wrong: they look at different
 * things, and the layers say at which.
 *
 * @param check the layer up to which a check looks, or on which it fails
 * @param traffic the layer on which traffic fails, or up to which it is known to work
 * @param fault of the one that fails
 */
public record Contradiction(Kind kind, Layer check, Layer traffic, FaultSeen fault) {

    /** So many exchanges or connects failed in a row, without one that went well. */
    static final int FAILS_FROM = 3;

    /** Who says what. */
    public enum Kind {
        CHECK_PASSES_TRAFFIC_FAILS("traffic"),
        CHECK_FAILS_TRAFFIC_WORKS("check");

        private final String failing;

        Kind(String failing) {
            this.failing = failing;
        }

        /** Who fails, as it stands in labels. */
        public String failing() {
            return failing;
        }
    }

    /**
     * After a check that said something about the endpoint.
     *
     * @param passed whether it went well
     * @param reaches the layer up to which such a check looks
     * @param connectsBefore of the endpoint, when the check before this one ended
     */
    public static @Nullable Contradiction between(
            Endpoint endpoint, boolean passed, Layer reaches, long connectsBefore) {
        FaultSeen failing = endpoint.failingOn();
        if (passed) {
            return failing == null
                    ? null
                    : new Contradiction(
                            Kind.CHECK_PASSES_TRAFFIC_FAILS,
                            reaches,
                            failing.fault().code().layer(),
                            failing);
        }
        FaultSeen check = endpoint.lastCheckFault();
        boolean works = endpoint.faultsInARow() == 0 && endpoint.connects() > connectsBefore;
        // A connect is all that is known to have worked, with or without TLS.
        return check == null || !works || failing != null
                ? null
                : new Contradiction(
                        Kind.CHECK_FAILS_TRAFFIC_WORKS,
                        check.fault().code().layer(),
                        Layer.L4,
                        check);
    }

    /** For an operator. */
    @Override
    public String toString() {
        return switch (kind) {
            case CHECK_PASSES_TRAFFIC_FAILS ->
                    "its health check passes (it looks up to %s) while traffic fails on %s: %s"
                            .formatted(check, traffic, fault.fault());
            case CHECK_FAILS_TRAFFIC_WORKS ->
                    "its health check fails on %s while traffic connects: %s"
                            .formatted(check, fault.fault());
        };
    }
}
