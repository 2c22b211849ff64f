package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Default;
import io.faultline.core.config.describe.Doc;
import org.jspecify.annotations.Nullable;

@Doc("What makes two requests belong together. Exactly one of these keys.")
public record RequestKeyConfig(
        @Doc("The value of this header field.") @Nullable String header,
        @Doc("The value of this cookie.") @Nullable String cookie,
        @Doc("The path.") @Default("false") boolean path,
        @Doc("The client's address.") @Default("false") boolean clientAddress) {}
