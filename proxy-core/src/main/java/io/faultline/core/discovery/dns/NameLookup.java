package io.faultline.core.discovery.dns;

import java.util.function.Consumer;

/** Asks one question once. Everything about time (TTL, refresh, back-off) is {@link WatchedName}'s. */
public interface NameLookup {

    /**
     * Asks for one family's addresses of a complete name. Control thread; {@code then} is called there
     * exactly once, within a bounded time, and may be called before this returns.
     */
    void ask(String fullName, Family family, Consumer<Answer> then);
}
