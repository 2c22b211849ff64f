package io.faultline.core.config.describe;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a host and port is for, where it is not simply a place to connect to. It decides which ways
 * of writing it are accepted.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Address {
    Use value();

    enum Use {
        /** An address to connect to: IP address or DNS name, port 1 to 65535. */
        CONNECT,
        /**
         * An address of our own: no DNS name, since a name may mean several addresses or change. {@code
         * :80} is every address of the machine, port 0 lets the system choose.
         */
        LISTEN,
        /** A name server: no DNS name, since nobody could look it up; without a port it is 53. */
        NAME_SERVER
    }
}
