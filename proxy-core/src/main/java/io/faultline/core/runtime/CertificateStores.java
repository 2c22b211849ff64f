package io.faultline.core.runtime;

import io.faultline.core.config.tls.ListenerTlsConfig;
import io.faultline.core.tls.CertificateStore;
import io.faultline.core.tls.CertificateWatch;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.engine.TlsSetupException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The certificates of a configuration's listeners. A listener whose {@code tls} section says what it
 * said before keeps its store, and with it the generation of its certificates.
 */
final class CertificateStores {

    private final CertificateWatch watch;
    private final List<CertificateStore> before;
    private final Path configFile;
    private final Consumer<String> say;
    private final List<CertificateStore> opened = new ArrayList<>();
    private final List<CertificateStore> all = new ArrayList<>();

    CertificateStores(
            CertificateWatch watch,
            List<CertificateStore> before,
            Path configFile,
            Consumer<String> say) {
        this.watch = watch;
        this.before = before;
        this.configFile = configFile;
        this.say = say;
    }

    CertificateStore storeFor(String listener, ListenerTlsConfig tls, List<String> applications)
            throws StartFailure {
        for (CertificateStore known : before) {
            if (known.serves(listener, tls, configFile, applications)) {
                all.add(known);
                return known;
            }
        }
        try {
            CertificateStore fresh =
                    CertificateStore.open(
                            listener, tls, configFile, applications, watch.tickets(), say);
            opened.add(fresh);
            all.add(fresh);
            return fresh;
        } catch (BadFile | TlsSetupException e) {
            throw new StartFailure("listener " + listener + ": " + e.getMessage(), e);
        }
    }

    List<CertificateStore> all() {
        return List.copyOf(all);
    }

    /** Those in force that are not used any more. */
    List<CertificateStore> replaced() {
        return before.stream().filter(each -> !all.contains(each)).toList();
    }

    void putInForce() {
        opened.forEach(watch::add);
    }

    /** Will not be in force. */
    void abandon() {
        opened.forEach(CertificateStore::close);
    }
}
