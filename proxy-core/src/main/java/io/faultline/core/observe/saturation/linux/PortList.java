package io.faultline.core.observe.saturation.linux;

/** Goes through a list of ports as the kernel writes it: {@code 8080,9000-9010}. The rest of a line. */
final class PortList {

    private final KernelText text;
    private long from;
    private long to;

    PortList(KernelText text) {
        this.text = text;
    }

    /** On to the next port or range; false at the end, and at what is neither. */
    boolean next() {
        from = text.digits();
        if (from < 0) {
            return false;
        }
        to = text.take('-') ? text.digits() : from;
        text.take(',');
        return to >= from;
    }

    long from() {
        return from;
    }

    long to() {
        return to;
    }
}
