package io.faultline.testkit.net;

/** What the other side of a connection has said about ending it. */
public enum Ending {
    NONE, // nothing yet: it may still send
    FIN, // it has finished sending, in order
    RESET // it has torn the connection down
}
