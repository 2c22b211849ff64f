package io.faultline.core.upstream;

/** What active checks say of an endpoint; what traffic says is another matter. */
public enum HealthVerdict {
    UNCHECKED, // no verdict yet: fewer checks ended than rise or fall ask for
    UP, // the last `rise` checks were good
    DOWN // the last `fall` checks failed
}
