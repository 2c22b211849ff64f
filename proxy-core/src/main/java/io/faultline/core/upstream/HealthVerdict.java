package io.faultline.core.upstream;

/** What active checks say of an endpoint; what traffic says is another matter. */
public enum HealthVerdict {
    UNCHECKED, // no check has ended yet
    UP, // the first check was good, or the last `rise` in a row were
    DOWN // the first check failed, or the last `fall` in a row did
}
