package io.faultline.app.admin.page.status;

/**
 * One upstream.
 *
 * @param inRotation how many of its endpoints take something new
 * @param ordered how many an operator holds as they are
 */
record UpstreamFacts(
        String name,
        int endpoints,
        int inRotation,
        boolean onBackups,
        int ordered,
        int active,
        long awaited,
        long retried,
        long bytesUp,
        long bytesDown,
        long faultsLastMinute) {}
