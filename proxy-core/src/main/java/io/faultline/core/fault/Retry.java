package io.faultline.core.fault;

/** When a failed attempt may be tried again. A response that began is never retried. */
public enum Retry {
    NEVER,
    IF_UNSENT, // no request byte left us
    IF_REUSED, // the connection was pooled and no response byte came
    ALWAYS // nothing can have been processed
}
