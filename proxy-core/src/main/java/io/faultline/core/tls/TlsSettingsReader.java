package io.faultline.core.tls;

import io.faultline.core.config.tls.TlsCurve;
import io.faultline.core.tls.engine.TlsSettings;
import io.faultline.core.tls.engine.TlsVersion;
import java.util.List;

/** From the words of the configuration to settings. They were checked when it was loaded. */
final class TlsSettingsReader {

    private TlsSettingsReader() {}

    static TlsSettings read(
            String minVersion,
            String maxVersion,
            List<String> ciphers,
            List<TlsCurve> curves,
            List<String> applications) {
        return new TlsSettings(
                version(minVersion),
                version(maxVersion),
                ciphers.isEmpty() ? TlsSettings.SAFE_CIPHERS : ciphers,
                curves.isEmpty()
                        ? TlsSettings.SAFE_GROUPS
                        : curves.stream().map(TlsSettingsReader::group).toList(),
                applications);
    }

    /** BoringSSL's name. */
    private static String group(TlsCurve curve) {
        return curve.name().replace('_', '-');
    }

    private static TlsVersion version(String text) {
        return switch (text) {
            case "1.0" -> TlsVersion.TLS_1_0;
            case "1.1" -> TlsVersion.TLS_1_1;
            case "1.2" -> TlsVersion.TLS_1_2;
            case "1.3" -> TlsVersion.TLS_1_3;
            default -> throw new IllegalArgumentException("not checked at load: " + text);
        };
    }
}
