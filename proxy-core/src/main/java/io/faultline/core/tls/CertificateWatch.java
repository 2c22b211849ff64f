package io.faultline.core.tls;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks every few seconds whether certificate files have changed. It asks the file system rather than
 * being told: a notice of change is lost on network mounts and when a link above the file is turned.
 */
public final class CertificateWatch {

    private static final long PERIOD_SECONDS = 2;

    private final List<CertificateStore> stores = new CopyOnWriteArrayList<>();

    public void add(CertificateStore store) {
        stores.add(store);
    }

    public List<CertificateStore> stores() {
        return List.copyOf(stores);
    }

    /** On the control thread from now on. */
    public void start(ScheduledExecutorService control) {
        control.scheduleWithFixedDelay(
                this::lookAgain, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    /** Control thread. */
    public void lookAgain() {
        stores.forEach(CertificateStore::lookAgain);
    }

    public void close() {
        stores.forEach(CertificateStore::close);
        stores.clear();
    }
}
