package io.faultline.l7.http1;

/**
 * How much of a head is held before it is refused.
 *
 * @param maxHeadBytes of the whole head, its start line and its empty last line included
 * @param maxFields field lines in one head
 * @param maxTargetBytes of the request target alone
 */
public record HeadLimits(int maxHeadBytes, int maxFields, int maxTargetBytes) {

    /** What the configuration gives when it says nothing. */
    public static final HeadLimits DEFAULTS = new HeadLimits(32 * 1024, 100, 8 * 1024);
}
