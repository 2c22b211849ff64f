package io.faultline.core.fault.ledger;

import java.time.Instant;

/**
 * Something that is in force from now on and was not before.
 *
 * @param name whose: {@code listener web}, {@code upstream shop}, or the configuration's file
 * @param generation counts the changes of this one; the first is what the process began with
 * @param detail what came, or ""
 */
public record Change(Instant at, Kind kind, String name, long generation, String detail) {

    /** What can change while the proxy runs. */
    public enum Kind {
        CONFIG("configuration"),
        CERTIFICATE("certificate"),
        DNS("DNS answer"),
        ORDER("order"),
        CIRCUIT("circuit");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** As it stands in JSON: part of its interface. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** {@code certificate generation 17 of upstream ledger}. */
    public String words() {
        return kind.words + " generation " + generation + " of " + name;
    }
}
