package io.faultline.core.observe.metrics;

/**
 * How long a certificate still lives.
 *
 * @param usedBy {@code listener web} or {@code upstream ledger}
 * @param certificate the first of its names
 * @param daysLeft negative once it has ended
 */
public record CertificateLife(String usedBy, String certificate, double daysLeft) {}
