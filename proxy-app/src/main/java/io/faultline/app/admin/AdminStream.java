package io.faultline.app.admin;

/**
 * A client whose answer goes on. One piece at a time is on its way: what comes while the client still
 * reads the last one is refused, not queued, so a client that does not read costs one piece of memory
 * and nobody any time. On any thread.
 */
public interface AdminStream {

    /**
     * Sends a piece, whose bytes never change.
     *
     * @return false when the one before is still on its way: this one is not sent
     */
    boolean offer(byte[] piece);

    boolean isOpen();

    /** Lets the client go. */
    void close();
}
