package io.faultline.app.serve;

import io.faultline.core.config.ListenerConfig;
import io.faultline.core.config.check.Findings;
import io.faultline.core.config.load.ConfigLoader;
import io.faultline.core.config.load.LoadedConfig;
import io.faultline.core.config.source.ConfigException;
import io.faultline.core.runtime.ProxyServer;
import io.faultline.core.runtime.StartFailure;
import io.faultline.core.runtime.Surroundings;
import io.faultline.core.spi.ProtocolFactory;
import io.faultline.l4.TcpProtocolFactory;
import io.faultline.l7.HttpProtocolFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a listener may speak. Listed by hand: there is no search on the class path. */
public final class Protocols {

    static final List<ProtocolFactory<?>> ALL =
            List.of(new TcpProtocolFactory(), new HttpProtocolFactory());

    private Protocols() {}

    /** The protocol keys of a listener and the records their sections are bound to. */
    public static Map<String, Class<? extends Record>> sections() {
        return ALL.stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                ProtocolFactory::key, ProtocolFactory::settings));
    }

    /** Reads a file in the language that these protocols complete. */
    public static LoadedConfig load(Path file) throws ConfigException {
        return ConfigLoader.load(file, sections(), Protocols::check, System::getenv);
    }

    /** The same from text; {@code name} stands in messages as the file. */
    public static LoadedConfig parse(String name, String text) throws ConfigException {
        return ConfigLoader.parse(name, text, sections(), Protocols::check, System::getenv);
    }

    /** Starts a server that speaks all of them. */
    public static ProxyServer serve(LoadedConfig loaded, Surroundings surroundings)
            throws StartFailure {
        return ProxyServer.start(loaded, ALL, surroundings);
    }

    private static void check(ListenerConfig listener, Findings findings) {
        for (ProtocolFactory<?> factory : ALL) {
            if (factory.key().equals(listener.protocol().key())) {
                check(factory, listener, findings);
            }
        }
    }

    private static <S extends Record> void check(
            ProtocolFactory<S> factory, ListenerConfig listener, Findings findings) {
        factory.check(factory.settings().cast(listener.protocol().settings()), listener, findings);
    }
}
