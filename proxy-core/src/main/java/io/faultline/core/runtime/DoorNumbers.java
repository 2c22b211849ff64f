package io.faultline.core.runtime;

/** Numbers listening sockets over the life of the process: connection ids begin with them. */
final class DoorNumbers {

    private int last;

    int next() {
        return ++last;
    }
}
