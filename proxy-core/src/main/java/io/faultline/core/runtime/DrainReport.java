package io.faultline.core.runtime;

/**
 * How a stop went.
 *
 * @param cut sessions that were still open at the deadline
 */
public record DrainReport(int cut) {

    public boolean clean() {
        return cut == 0;
    }
}
