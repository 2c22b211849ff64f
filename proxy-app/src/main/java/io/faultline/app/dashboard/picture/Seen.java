package io.faultline.app.dashboard.picture;

/** Up to where somebody has been told: what is sent to him begins behind it. */
public record Seen(long fault, long happening, long told) {

    /** Somebody who has just come. */
    public static final Seen NOTHING = new Seen(0, 0, 0);
}
