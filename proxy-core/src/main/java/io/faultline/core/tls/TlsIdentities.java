package io.faultline.core.tls;

import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Identity;
import io.faultline.core.tls.engine.KeyMaterial;
import io.faultline.core.tls.engine.TicketKeys;
import io.faultline.core.tls.engine.TlsContext;
import io.faultline.core.tls.engine.TlsSetupException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one listener as they were read at one moment. Any thread.
 */
final class TlsIdentities extends SharedMaterial {

    /** A certificate, its twin in BoringSSL's memory, and what connections that show it share. */
    record Entry(Identity identity, KeyMaterial material, TlsContext context) {

        void free() {
            material.free();
            context.release();
        }
    }

    /** Makes what connections that show this certificate share. */
    interface ContextMaker {
        TlsContext contextFor(Identity identity) throws TlsSetupException;
    }

    private final List<Entry> entries;
    private final @Nullable ChainVerifier clients;
    private final Map<String, Entry> exact = new HashMap<>();
    private final Map<String, Entry> wildcards = new HashMap<>(); // by what follows the star

    private TlsIdentities(List<Entry> entries, @Nullable ChainVerifier clients) {
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

    static TlsIdentities of(
            List<Identity> identities, ContextMaker contexts, @Nullable ChainVerifier clients)
            throws TlsSetupException {
        List<Entry> entries = new ArrayList<>();
        try {
            for (Identity each : identities) {
                entries.add(entry(each, contexts));
            }
        } catch (TlsSetupException e) {
            entries.forEach(Entry::free);
            throw e;
        }
        return new TlsIdentities(entries, clients);
    }

    private static Entry entry(Identity identity, ContextMaker contexts) throws TlsSetupException {
        TlsContext context = contexts.contextFor(identity);
        try {
            KeyMaterial material = KeyMaterial.of(identity.chainPem(), identity.keyPem());
            return new Entry(identity, material, context);
        } catch (TlsSetupException e) {
            context.release();
            throw e;
        }
    }

    void giveTickets(TicketKeys keys) {
        entries.forEach(each -> keys.giveTo(each.context()));
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

    @Override
    void free() {
        entries.forEach(Entry::free);
    }
}
