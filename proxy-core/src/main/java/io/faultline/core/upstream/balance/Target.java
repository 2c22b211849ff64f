package io.faultline.core.upstream.balance;

/** What a balancer sees of an endpoint. */
public interface Target {

    /** What tells it apart, the same in every process: {@code 10.0.0.1:80}. */
    String name();

    /** Connections it carries now, those still connecting included. Any thread. */
    int active();
}
