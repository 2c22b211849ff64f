package io.faultline.core.runtime;

import io.faultline.core.fault.Errno;
import io.faultline.core.wire.BindFailure;
import org.jspecify.annotations.Nullable;

/** The server could not start. The message is a sentence for the operator. */
public final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    StartFailure(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }

    static StartFailure of(BindFailure failure) {
        return new StartFailure(
                "cannot listen on " + failure.address() + ": " + Errno.name(failure.errno()),
                failure);
    }

    /** The address that could not be bound, where that was the reason. */
    public @Nullable BindFailure bindFailure() {
        return getCause() instanceof BindFailure bind ? bind : null;
    }
}
