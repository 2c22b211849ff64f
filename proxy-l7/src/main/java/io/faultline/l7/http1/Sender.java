package io.faultline.l7.http1;

import io.faultline.core.fault.ApplicationFault;
import io.faultline.core.fault.FaultCode;

/** Whose message it is decides how a broken rule is called: nobody is blamed for the other side. */
enum Sender {
    CLIENT(
            ApplicationFault.BAD_REQUEST,
            ApplicationFault.AMBIGUOUS_FRAMING,
            ApplicationFault.HEAD_TOO_LARGE,
            ApplicationFault.TOO_MANY_HEADERS),
    UPSTREAM(
            ApplicationFault.BAD_RESPONSE,
            ApplicationFault.BAD_RESPONSE,
            ApplicationFault.BAD_RESPONSE,
            ApplicationFault.BAD_RESPONSE);

    private final FaultCode broken;
    private final FaultCode ambiguous;
    private final FaultCode tooLarge;
    private final FaultCode tooMany;

    Sender(FaultCode broken, FaultCode ambiguous, FaultCode tooLarge, FaultCode tooMany) {
        this.broken = broken;
        this.ambiguous = ambiguous;
        this.tooLarge = tooLarge;
        this.tooMany = tooMany;
    }

    /** A rule of HTTP is broken. */
    FaultCode broken() {
        return broken;
    }

    /** The length can be read in two ways. */
    FaultCode ambiguous() {
        return ambiguous;
    }

    FaultCode tooLarge() {
        return tooLarge;
    }

    FaultCode tooMany() {
        return tooMany;
    }
}
