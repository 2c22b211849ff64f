package io.faultline.core.gate;

/** What is open on one listener. Outlives a reload, as {@link OpenCount} says. */
public record ListenerCounts(OpenCount open, ClientCounts clients) {

    public ListenerCounts() {
        this(new OpenCount(), new ClientCounts());
    }
}
