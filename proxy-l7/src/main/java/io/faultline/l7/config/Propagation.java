package io.faultline.l7.config;

import io.faultline.core.config.describe.Doc;

/** Whose word counts for a field that follows a request through all hops. */
public enum Propagation {
    @Doc("What any client sent is kept if it is well-formed; else we make one.")
    KEEP,
    @Doc("What a trusted proxy sent is kept; for everybody else we make one.")
    TRUSTED,
    @Doc("We always make one.")
    REPLACE,
    @Doc("Passed on untouched, never made.")
    OFF
}
