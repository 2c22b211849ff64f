package io.faultline.core.gate;

import io.faultline.core.fault.Fault;

/** What a gate says to a connection. Passing costs nothing; only a refusal is an object of its own. */
public sealed interface Verdict {

    Verdict PASS = new Pass();

    /** Go on. */
    record Pass() implements Verdict {}

    /** Close it, and this is why. */
    record Refusal(Fault fault) implements Verdict {}
}
