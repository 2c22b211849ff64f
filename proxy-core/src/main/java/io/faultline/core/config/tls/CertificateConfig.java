package io.faultline.core.config.tls;

import io.faultline.core.config.describe.Doc;

@Doc("A certificate and its private key, both PEM. Relative paths start beside this file.")
public record CertificateConfig(
        @Doc("The certificate, followed by those that lead to its authority.") String cert,
        @Doc("Its private key, not encrypted: PKCS#8, PKCS#1 or EC.") String key) {}
