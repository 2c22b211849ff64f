package io.faultline.core.spi;

import io.faultline.core.config.source.Origins;
import io.faultline.core.upstream.connect.WorkerUpstream;
import io.faultline.core.worker.Worker;

/** What a protocol is built from: one worker, and its ways to the upstreams. */
public interface ProtocolContext {

    Worker worker();

    /** The name of the listener it is for. */
    String listener();

    /** The upstream of that name; references were checked when the configuration was loaded. */
    WorkerUpstream upstream(String name);

    /** Which line set which value. */
    Origins origins();

    /** Which load of the configuration this is, counted from 1. */
    long generation();
}
