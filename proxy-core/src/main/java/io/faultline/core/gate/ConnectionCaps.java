package io.faultline.core.gate;

/** The caps a connection of one listener falls under, and the counts they are held against. */
public record ConnectionCaps(
        Cap process, OpenCount inProcess, Cap listener, Cap perClient, ListenerCounts onListener) {}
