package io.faultline.core.fault;

import io.faultline.core.Side;
import io.faultline.core.Stage;
import org.jspecify.annotations.Nullable;

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

    /** Which timer of ours fired, with its value and the line that set it; null where none did. */
    public @Nullable String timer() {
        return evidence.value("timer");
    }

    /**
     * Another endpoint may be tried without doing anything twice, whatever is being done. Until a
     * request leaves, that holds for all that can break about a connection.
     */
    public boolean mayGoElsewhere() {
        return code.retry() == Retry.ALWAYS
                || side == Side.UPSTREAM
                        && stage.compareTo(Stage.REQUEST) < 0
                        && code instanceof TransportFault;
    }

    @Override
    public String toString() {
        String head = code.id() + " (" + side.label() + ", " + stage.label() + ")";
        return evidence.isEmpty() ? head : head + " " + evidence;
    }
}
