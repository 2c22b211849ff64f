package io.faultline.app.lab.bench;

import java.util.Map;

/**
 * One fault as the proxy told it.
 *
 * @param source where it stood: the record of the access log itself, one of its attempts, or the page of
 *     recent faults
 */
public record Sighting(
        Source source,
        String code,
        String layer,
        String side,
        String stage,
        boolean suspected,
        Map<String, String> evidence) {

    /** Where it was seen. */
    public enum Source {
        RECORD,
        ATTEMPT,
        FAULTS_PAGE
    }

    @Override
    public String toString() {
        return source + " " + code + " (" + side + ", " + stage + ") " + evidence;
    }
}
