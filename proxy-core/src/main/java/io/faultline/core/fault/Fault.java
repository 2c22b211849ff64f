package io.faultline.core.fault;

import io.faultline.core.Side;
import io.faultline.core.Stage;

/** A failure as a value: what broke, whose it is, where the connection was, and what proves it. */
public record Fault(FaultCode code, Side side, Stage stage, Evidence evidence) {

    public static Fault of(FaultCode code, Side side, Stage stage) {
        return new Fault(code, side, stage, Evidence.NONE);
    }

    public Fault with(String name, String value) {
        return new Fault(code, side, stage, evidence.and(name, value));
    }

    /** Only what the endpoint itself did may eject it: never the blame of another side. */
    public boolean countsAgainstEndpoint() {
        return side == Side.UPSTREAM;
    }

    @Override
    public String toString() {
        String head = code.id() + " (" + side.label() + ", " + stage.label() + ")";
        return evidence.isEmpty() ? head : head + " " + evidence;
    }
}
