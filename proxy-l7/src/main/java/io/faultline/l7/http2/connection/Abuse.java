package io.faultline.l7.http2.connection;

/** What costs a peer little and us much, if it does it often. */
public enum Abuse {
    /** Opens streams and takes them back: each one may have gone to an endpoint (rapid reset). */
    RESETS("streams reset by the peer"),

    /** Breaks rules so that we take streams back: the same by another way (MadeYouReset). */
    STREAM_ERRORS("streams reset because of what the peer sent"),

    /** PING, SETTINGS, PRIORITY, frames of unknown types, empty ones: work without a message. */
    CONTROL_FRAMES("frames that carry nothing"),

    /** Windows opened by a few bytes at a time, so that we send frames of a few bytes. */
    WINDOW_UPDATES("window updates for few bytes"),

    /** Asks and does not read the answers. */
    UNREAD_ANSWERS("answers to PING and SETTINGS that the peer does not read");

    private final String what;

    Abuse(String what) {
        this.what = what;
    }

    /** For evidence. */
    public String what() {
        return what;
    }
}
