package io.faultline.core.wire;

/** Hears how a connect ended. Exactly one of the two, unless the wire was closed before. */
public interface ConnectObserver {

    void onConnected(Wire wire);

    /** The wire is closed already. */
    void onConnectFailed(Wire wire, int errno);
}
