package io.faultline.core.tls;

import io.faultline.core.config.tls.CertificateConfig;
import io.faultline.core.config.tls.ListenerTlsConfig;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Identity;
import io.faultline.core.tls.engine.ClientCertificates;
import io.faultline.core.tls.engine.SessionScope;
import io.faultline.core.tls.engine.TicketKeys;
import io.faultline.core.tls.engine.TlsContext;
import io.faultline.core.tls.engine.TlsContexts;
import io.faultline.core.tls.engine.TlsSettings;
import io.faultline.core.tls.engine.TlsSetupException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of one listener, read again when their files change. Workers take the snapshot in
 * force at the beginning of each handshake; connections go on with the one they began with.
 */
public final class CertificateStore {

    private final String listener;
    private final ListenerTlsConfig config;
    private final Path configFile;
    private final TlsSettings settings;
    private final TicketKeys tickets;
    private final WatchedFiles files;
    private volatile TlsIdentities current;

    private CertificateStore(
            String listener,
            ListenerTlsConfig config,
            Path configFile,
            List<String> applications,
            TicketKeys tickets,
            Consumer<String> say)
            throws BadFile, TlsSetupException {
        this.listener = listener;
        this.config = config;
        this.configFile = configFile;
        this.tickets = tickets;
        this.settings =
                TlsSettingsReader.read(
                        config.minVersion(),
                        config.maxVersion(),
                        config.ciphers(),
                        config.curves(),
                        applications);
        this.files = new WatchedFiles("listener " + listener, files(config, configFile), say);
        this.current = read();
    }

    /**
     * Reads the files for the first time.
     *
     * @param configFile relative paths start beside it
     * @param applications the ALPN names of the listener's protocol
     * @param tickets what sessions are resumed by, here and after each reload
     * @throws BadFile when one of them cannot be used, although the configuration was checked
     */
    public static CertificateStore open(
            String listener,
            ListenerTlsConfig config,
            Path configFile,
            List<String> applications,
            TicketKeys tickets,
            Consumer<String> say)
            throws BadFile, TlsSetupException {
        return new CertificateStore(listener, config, configFile, applications, tickets, say);
    }

    private static List<Path> files(ListenerTlsConfig config, Path configFile) {
        List<Path> files = new ArrayList<>();
        for (CertificateConfig each : config.certificates()) {
            files.add(configFile.resolveSibling(each.cert()));
            files.add(configFile.resolveSibling(each.key()));
        }
        if (config.clientCa() != null) {
            files.add(configFile.resolveSibling(config.clientCa()));
        }
        return List.copyOf(files);
    }

    /** Which reading of the files is in force, the first one being 1. Any thread. */
    int generation() {
        return files.generation();
    }

    private TlsIdentities read() throws BadFile, TlsSetupException {
        List<Identity> identities = new ArrayList<>();
        for (CertificateConfig each : config.certificates()) {
            identities.add(
                    Identity.read(
                            configFile.resolveSibling(each.cert()),
                            configFile.resolveSibling(each.key())));
        }
        String ca = config.clientCa();
        ChainVerifier clients =
                ca == null ? null : ChainVerifier.ofClients(configFile.resolveSibling(ca));
        byte[] authorities = clients == null ? null : clients.authoritiesPem();
        return TlsIdentities.of(identities, each -> contextFor(each, authorities), clients);
    }

    /**
     * RFC 6066 3: a session that began under one name is not resumed under another, so certificates do
     * not share a context. A renewed one is for the same name first, and keeps its tickets.
     */
    private TlsContext contextFor(Identity identity, byte @Nullable [] authorities)
            throws TlsSetupException {
        TlsContext context =
                TlsContexts.server(
                        settings, asked(), authorities, scope(identity.name(), authorities));
        tickets.giveTo(context);
        return context;
    }

    private ClientCertificates asked() {
        return switch (config.clientCertificates()) {
            case NONE -> ClientCertificates.NONE;
            case OPTIONAL -> ClientCertificates.OPTIONAL;
            case REQUIRED -> ClientCertificates.REQUIRED;
        };
    }

    /** Who may vouch for clients is part of it: a ticket must not outlive the authority behind it. */
    private SessionScope scope(String name, byte @Nullable [] authorities) {
        String names = String.join(",", config.clientNames());
        return SessionScope.of(listener, name, asked().name(), names, authorities);
    }

    /** Whether a listener that is written like this needs no other store. */
    public boolean serves(
            String listenerName, ListenerTlsConfig written, Path from, List<String> applications) {
        return listener.equals(listenerName)
                && config.equals(written)
                && configFile.equals(from)
                && settings.applications().equals(applications);
    }

    TlsSettings settings() {
        return settings;
    }

    /** What is in force now. To be released. From any thread. */
    TlsIdentities acquire() {
        TlsIdentities found;
        do {
            found = current;
        } while (!found.tryRetain());
        return found;
    }

    /** The certificates in force. From any thread. */
    List<ShownCertificate> shown() {
        return current.all().stream()
                .map(
                        each ->
                                new ShownCertificate(
                                        "listener " + listener,
                                        each,
                                        files.generation(),
                                        files.problem()))
                .toList();
    }

    /** Reads the files again if they have changed. Control thread. */
    void lookAgain() {
        files.lookAgain(
                () -> {
                    TlsIdentities fresh = read();
                    TlsIdentities old = current;
                    current = fresh;
                    old.release();
                    return fresh.names();
                });
    }

    /** New keys seal tickets from now on. Control thread. */
    void ticketsTurned() {
        TlsIdentities inForce = acquire();
        inForce.giveTickets(tickets);
        inForce.release();
    }

    /** No handshake begins any more. */
    public void close() {
        current.release();
    }
}
