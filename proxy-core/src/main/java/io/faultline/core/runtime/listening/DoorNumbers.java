package io.faultline.core.runtime.listening;

/** Numbers listening sockets over the life of the process: connection ids begin with them. */
public final class DoorNumbers {

    private int last;

    public int next() {
        return ++last;
    }
}
