package io.faultline.core.tls;

import io.faultline.core.config.tls.CertificateConfig;
import io.faultline.core.config.tls.UpstreamTlsConfig;
import io.faultline.core.tls.cert.BadFile;
import io.faultline.core.tls.cert.CertificateNames;
import io.faultline.core.tls.cert.ChainVerifier;
import io.faultline.core.tls.cert.Identity;
import io.faultline.core.tls.engine.KeyMaterial;
import io.faultline.core.tls.engine.TlsContext;
import io.faultline.core.tls.engine.TlsContexts;
import io.faultline.core.tls.engine.TlsEngine;
import io.faultline.core.tls.engine.TlsSettings;
import io.faultline.core.tls.engine.TlsSetupException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/** Whom we trust among endpoints and what we show them, as the files said at one moment. */
final class OriginMaterial extends SharedMaterial {

    private final TlsContext context; // for traffic
    private final TlsContext plain; // the same without ALPN
    private final @Nullable ChainVerifier verifier;
    private final @Nullable Identity identity;
    private final @Nullable KeyMaterial material;

    private OriginMaterial(
            TlsContext context,
            TlsContext plain,
            @Nullable ChainVerifier verifier,
            @Nullable Identity identity,
            @Nullable KeyMaterial material) {
        this.context = context;
        this.plain = plain;
        this.verifier = verifier;
        this.identity = identity;
        this.material = material;
    }

    static OriginMaterial read(
            UpstreamTlsConfig config, TlsSettings settings, Applications offer, Path configFile)
            throws BadFile, TlsSetupException {
        ChainVerifier verifier = config.verify() ? verifier(config.ca(), configFile) : null;
        Identity identity = identity(config.clientCertificate(), configFile);
        KeyMaterial material =
                identity == null ? null : KeyMaterial.of(identity.chainPem(), identity.keyPem());
        try {
            return contexts(settings, offer, verifier, identity, material);
        } catch (TlsSetupException e) {
            if (material != null) {
                material.free();
            }
            throw e;
        }
    }

    private static OriginMaterial contexts(
            TlsSettings settings,
            Applications offer,
            @Nullable ChainVerifier verifier,
            @Nullable Identity identity,
            @Nullable KeyMaterial material)
            throws TlsSetupException {
        TlsContext plain = TlsContexts.client(settings);
        if (offer.names().isEmpty()) {
            plain.retain();
            return new OriginMaterial(plain, plain, verifier, identity, material);
        }
        try {
            TlsContext context = TlsContexts.client(settings.offering(offer.names()));
            return new OriginMaterial(context, plain, verifier, identity, material);
        } catch (TlsSetupException e) {
            plain.release();
            throw e;
        }
    }

    private static ChainVerifier verifier(@Nullable String ca, Path configFile) throws BadFile {
        return ca == null
                ? ChainVerifier.ofServersBySystem()
                : ChainVerifier.ofServers(configFile.resolveSibling(ca));
    }

    private static @Nullable Identity identity(@Nullable CertificateConfig own, Path configFile)
            throws BadFile {
        return own == null
                ? null
                : Identity.read(
                        configFile.resolveSibling(own.cert()),
                        configFile.resolveSibling(own.key()));
    }

    /** Holds what it needs, so this may be released once it is made. */
    TlsEngine engine(String name, EndpointCheck check, Applications offer)
            throws TlsSetupException {
        // RFC 6066 3: an address is no server name.
        String asked = CertificateNames.isAddress(name) ? null : name;
        TlsContext chosen = offer.names().isEmpty() ? plain : context;
        return TlsEngine.client(chosen, asked, material, check);
    }

    /** Null when endpoints need not prove who they are. */
    @Nullable ChainVerifier verifier() {
        return verifier;
    }

    @Nullable Identity identity() {
        return identity;
    }

    /** What we show endpoints that ask who we are. */
    @Nullable X509Certificate shown() {
        return identity == null ? null : identity.certificate();
    }

    @Override
    void free() {
        if (material != null) {
            material.free();
        }
        context.release();
        plain.release();
    }
}
