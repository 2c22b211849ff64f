package io.faultline.app.restart;

import java.util.List;

/** The proxy under test, whichever process it is just now. */
interface Running extends AutoCloseable {

    /** The process that serves. */
    long pid();

    /** What all its processes have said. */
    List<String> lines();

    /** Lets another process serve in its place; returns when that one does. */
    void replace() throws Exception;

    @Override
    void close();
}
