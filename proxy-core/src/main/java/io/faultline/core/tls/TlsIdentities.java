package io.faultline.core.tls;

import io.faultline.core.tls.cert.CertificateNames;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Identity;
import io.faultline.core.tls.engine.KeyMaterial;
import io.faultline.core.tls.engine.TlsContext;
import io.faultline.core.tls.engine.TlsSetupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one listener as they were read at one moment. A reload makes a new one; this one
 * is freed by whoever lets go of it last.
 *
 * <p>Immutable but for that count. Any thread.
 */
final class TlsIdentities {

    /** A certificate, and its twin in BoringSSL's memory. */
    record Entry(Identity identity, KeyMaterial material) {}

    private final TlsContext context;
    private final List<Entry> entries;
    private final @Nullable ChainVerifier clients;
    private final Map<String, Entry> exact = new HashMap<>();
    private final Map<String, Entry> wildcards = new HashMap<>(); // by what follows the star
    private final AtomicInteger users = new AtomicInteger(1);

    private TlsIdentities(
            TlsContext context, List<Entry> entries, @Nullable ChainVerifier clients) {
        this.context = context;
        this.entries = List.copyOf(entries);
        this.clients = clients;
        for (Entry entry : entries) {
            for (String name : entry.identity().names()) {
                if (name.startsWith("*.")) {
                    wildcards.putIfAbsent(name.substring(1), entry);
                } else {
                    exact.putIfAbsent(name, entry);
                }
            }
        }
    }

    /** Takes over the context. */
    static TlsIdentities of(
            TlsContext context, List<Identity> identities, @Nullable ChainVerifier clients)
            throws TlsSetupException {
        List<Entry> entries = new ArrayList<>();
        try {
            for (Identity each : identities) {
                entries.add(new Entry(each, KeyMaterial.of(each.chainPem(), each.keyPem())));
            }
        } catch (TlsSetupException e) {
            entries.forEach(each -> each.material().free());
            context.release();
            throw e;
        }
        return new TlsIdentities(context, entries, clients);
    }

    TlsContext context() {
        return context;
    }

    List<Identity> all() {
        return entries.stream().map(Entry::identity).toList();
    }

    @Nullable ChainVerifier clients() {
        return clients;
    }

    Entry byDefault() {
        return entries.getFirst();
    }

    /** The certificate for a name in lower case: exact ones first, then {@code *.} for one label. */
    @Nullable Entry forName(@Nullable String name) {
        if (name == null) {
            return null;
        }
        Entry found = exact.get(name);
        int dot = name.indexOf('.');
        return found != null || dot <= 0 ? found : wildcards.get(name.substring(dot));
    }

    /** The names it could have been, for the evidence. */
    String names() {
        return String.join(
                ",", entries.stream().flatMap(each -> each.identity().names().stream()).toList());
    }

    /** False when it was freed meanwhile: look for its successor. */
    boolean tryRetain() {
        for (int seen; (seen = users.get()) > 0; ) {
            if (users.compareAndSet(seen, seen + 1)) {
                return true;
            }
        }
        return false;
    }

    void release() {
        if (users.decrementAndGet() == 0) {
            entries.forEach(each -> each.material().free());
            context.release();
        }
    }

    /** Whether one of these patterns covers one of the names. */
    static boolean anyCovers(List<String> patterns, List<String> names) {
        return patterns.stream()
                .anyMatch(
                        pattern ->
                                names.stream()
                                        .anyMatch(name -> CertificateNames.covers(pattern, name)));
    }
}
