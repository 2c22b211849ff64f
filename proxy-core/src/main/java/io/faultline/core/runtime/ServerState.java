package io.faultline.core.runtime;

/** Where the process is in its life. */
public enum ServerState {
    STARTING, // binds, looks up names, makes first checks
    READY, // serves
    DRAINING, // takes nothing new, lets sessions finish
    STOPPED // every session is over or cut
}
