package io.faultline.core.tls;

import io.faultline.core.config.CertificateConfig;
import io.faultline.core.config.ListenerTlsConfig;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Identity;
import io.faultline.core.tls.engine.ClientCertificates;
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
 *
 * <p>New files that are bad change nothing but a sentence for the operator: an old certificate that
 * works is better than a new one that does not.
 */
public final class CertificateStore {

    private final String listener;
    private final ListenerTlsConfig config;
    private final Path configFile;
    private final TlsSettings settings;
    private final Consumer<String> say;
    private final List<Path> files;

    private volatile TlsIdentities current;
    private FileStamps seen; // control thread from here on
    private @Nullable FileStamps bad;
    private boolean told;

    private CertificateStore(
            String listener,
            ListenerTlsConfig config,
            Path configFile,
            List<String> applications,
            Consumer<String> say)
            throws BadFile, TlsSetupException {
        this.listener = listener;
        this.config = config;
        this.configFile = configFile;
        this.settings =
                TlsSettingsReader.read(
                        config.minVersion(), config.maxVersion(), config.ciphers(), applications);
        this.say = say;
        this.files = files(config, configFile);
        this.seen = FileStamps.of(files);
        this.current = read();
    }

    /**
     * Reads the files for the first time.
     *
     * @param configFile relative paths start beside it
     * @param applications the ALPN names of the listener's protocol
     * @throws BadFile when one of them cannot be used, although the configuration was checked
     */
    public static CertificateStore open(
            String listener,
            ListenerTlsConfig config,
            Path configFile,
            List<String> applications,
            Consumer<String> say)
            throws BadFile, TlsSetupException {
        return new CertificateStore(listener, config, configFile, applications, say);
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
        TlsContext context =
                TlsContexts.server(
                        settings, asked(), clients == null ? null : clients.authoritiesPem());
        return TlsIdentities.of(context, identities, clients);
    }

    private ClientCertificates asked() {
        return switch (config.clientCertificates()) {
            case NONE -> ClientCertificates.NONE;
            case OPTIONAL -> ClientCertificates.OPTIONAL;
            case REQUIRED -> ClientCertificates.REQUIRED;
        };
    }

    public String listener() {
        return listener;
    }

    ListenerTlsConfig config() {
        return config;
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

    /** The certificates in force, for those who watch over their expiry. From any thread. */
    public List<Identity> identities() {
        return current.all();
    }

    /** Reads the files again if they have changed. Control thread. */
    public void lookAgain() {
        FileStamps now = FileStamps.of(files);
        if (now.equals(seen)) {
            return;
        }
        try {
            TlsIdentities fresh = read();
            TlsIdentities old = current;
            current = fresh;
            old.release();
            seen = now;
            bad = null;
            say.accept("listener " + listener + ": certificates read again: " + fresh.names());
        } catch (BadFile | TlsSetupException e) {
            keepTheOldOnes(now, String.valueOf(e.getMessage()));
        }
    }

    /** A certificate is replaced before its key is: only what stays bad is worth a word, once. */
    private void keepTheOldOnes(FileStamps now, String why) {
        if (!now.equals(bad)) {
            bad = now;
            told = false;
        } else if (!told) {
            told = true;
            say.accept(
                    "listener "
                            + listener
                            + ": the certificate files have changed and cannot be used, the old ones stay in use: "
                            + why);
        }
    }

    /** No handshake begins any more. */
    public void close() {
        current.release();
    }
}
