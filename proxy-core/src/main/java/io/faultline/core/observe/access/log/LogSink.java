package io.faultline.core.observe.access.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Where lines go. On the log's own thread only; every method may block for as long as a disk does. */
interface LogSink extends Closeable {

    /** As it stands in messages: a path, or {@code stdout}. */
    String name();

    /**
     * Writes some of the bytes and moves the position past them. The buffer holds whole lines from its
     * start on, so that a sink which had to begin a new file may move back to the start of a line.
     */
    void write(ByteBuffer lines) throws IOException;

    /** The next write goes to whatever stands under the name then: somebody has rotated the file. */
    void reopen();
}
