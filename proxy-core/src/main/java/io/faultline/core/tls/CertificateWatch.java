package io.faultline.core.tls;

import io.faultline.core.tls.engine.TicketKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks every few seconds whether certificate files have changed. It asks the file system rather than
 * being told: a notice of change is lost on network mounts and when a link above the file is turned.
 *
 * <p>It keeps the ticket keys as well: they outlive every certificate, and are turned now and then.
 */
public final class CertificateWatch {

    private static final long PERIOD_SECONDS = 2;
    private static final long TICKET_HOURS = 8;

    private final TicketKeys tickets = new TicketKeys();
    private final List<CertificateStore> stores = new CopyOnWriteArrayList<>();
    private final List<TlsOrigination> originations = new CopyOnWriteArrayList<>();
    private volatile ChangeListener changes = (owner, generation) -> {};

    /** Hears on the control thread whose certificates were read anew, and for the how manieth time. */
    public interface ChangeListener {
        void changed(String owner, int generation);
    }

    /** Whoever wants to know of new certificates. */
    public void onChange(ChangeListener listener) {
        changes = listener;
    }

    /** To be closed with the watch. */
    public void add(CertificateStore store) {
        stores.add(store);
    }

    public void add(TlsOrigination origination) {
        originations.add(origination);
    }

    /** Nobody will begin a handshake by it any more. */
    public void retire(CertificateStore store) {
        stores.remove(store);
        store.close();
    }

    /** Nobody will begin a handshake by it any more. */
    public void retire(TlsOrigination origination) {
        originations.remove(origination);
        origination.close();
    }

    /** All that is in service, for those who watch over it. From any thread. */
    public List<ShownCertificate> shown() {
        List<ShownCertificate> all = new ArrayList<>();
        stores.forEach(each -> all.addAll(each.shown()));
        originations.forEach(each -> all.addAll(each.shown()));
        return all;
    }

    public TicketKeys tickets() {
        return tickets;
    }

    /** On the control thread from now on. */
    public void start(ScheduledExecutorService control) {
        control.scheduleWithFixedDelay(
                this::lookAgain, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
        control.scheduleWithFixedDelay(
                this::turnTickets, TICKET_HOURS, TICKET_HOURS, TimeUnit.HOURS);
    }

    /** What {@link #start} does now and then, and a reload at once. Control thread. */
    public void lookAgain() {
        Map<String, Integer> before = generations();
        stores.forEach(CertificateStore::lookAgain);
        originations.forEach(TlsOrigination::lookAgain);
        generations()
                .forEach(
                        (owner, generation) -> {
                            if (!generation.equals(before.get(owner))) {
                                changes.changed(owner, generation);
                            }
                        });
    }

    private Map<String, Integer> generations() {
        Map<String, Integer> all = new HashMap<>();
        shown().forEach(each -> all.put(each.usedBy(), each.generation()));
        return all;
    }

    /** Control thread. */
    void turnTickets() {
        tickets.rotate();
        stores.forEach(CertificateStore::ticketsTurned);
    }

    public void close() {
        stores.forEach(CertificateStore::close);
        originations.forEach(TlsOrigination::close);
        stores.clear();
        originations.clear();
    }
}
