package io.faultline.core.tls.engine;

import io.netty.internal.tcnative.SSL;

/** A certificate chain with its private key, in BoringSSL's memory. Connections that use it hold on to it. */
public final class KeyMaterial {

    private final long chain;
    private final long key;

    private KeyMaterial(long chain, long key) {
        this.chain = chain;
        this.key = key;
    }

    /**
     * @param chainPem the certificate first, then what leads to its authority
     * @param keyPem not encrypted
     * @throws TlsSetupException when BoringSSL cannot use them
     */
    public static KeyMaterial of(byte[] chainPem, byte[] keyPem) throws TlsSetupException {
        NativeTls.require();
        long chain = parse(chainPem, SSL::parseX509Chain);
        try {
            return new KeyMaterial(chain, parse(keyPem, bio -> SSL.parsePrivateKey(bio, null)));
        } catch (TlsSetupException e) {
            SSL.freeX509Chain(chain);
            throw e;
        }
    }

    private interface Parser {
        long parse(long bio) throws Exception;
    }

    private static long parse(byte[] pem, Parser parser) throws TlsSetupException {
        try (MemoryBio bio = MemoryBio.of(pem)) {
            return parser.parse(bio.pointer());
        } catch (Exception e) {
            throw new TlsSetupException(e);
        }
    }

    void use(long ssl) throws TlsSetupException {
        try {
            SSL.setKeyMaterial(ssl, chain, key);
        } catch (Exception e) {
            throw new TlsSetupException(e);
        }
    }

    /** Once. Connections made before go on. */
    public void free() {
        SSL.freePrivateKey(key);
        SSL.freeX509Chain(chain);
    }
}
