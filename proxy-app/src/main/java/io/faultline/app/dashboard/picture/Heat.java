package io.faultline.app.dashboard.picture;

import io.faultline.core.fault.ledger.Lately;

/** How much a cell of the map asks to be looked at. The page gives each a colour, a sign and a word. */
public enum Heat {
    QUIET, // nothing in the last hour
    PAST, // something in the last hour, nothing in the last ten minutes
    RECENT, // something in the last ten minutes, nothing in the last one
    SOME, // now, and few for what is going on
    MANY; // now, and many

    /** From this part of the traffic on, it is many. */
    private static final double MANY_SHARE = 0.01;

    /** Without traffic to hold it against: so many in a minute are more than a stray one. */
    private static final int MANY_ALONE = 5;

    /** @param asked how often there was an occasion to fail in the last minute */
    static Heat of(Lately lately, long asked) {
        if (lately.lastMinute() > 0) {
            long many = Math.max(MANY_ALONE, Math.round(asked * MANY_SHARE));
            return lately.lastMinute() >= many ? MANY : SOME;
        }
        if (lately.lastTenMinutes() > 0) {
            return RECENT;
        }
        return lately.lastHour() > 0 ? PAST : QUIET;
    }
}
