package io.faultline.pack;

import java.util.Locale;

/** The machine a tarball is for: this one. Its names differ between the system, the JDK and Netty. */
record Platform(String system, String arch, String nettyClassifier) {

    static Platform ofThisMachine() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        return switch (arch) {
            case "amd64", "x86_64" -> new Platform(system, "x86_64", system + "-x86_64");
            case "aarch64" -> new Platform(system, "aarch64", system + "-aarch_64");
            default -> throw new IllegalStateException("no natives are built for " + arch);
        };
    }

    @Override
    public String toString() {
        return system + "-" + arch;
    }
}
