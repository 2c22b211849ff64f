package io.faultline.l7.config.route;

import io.faultline.core.config.describe.Doc;
import io.faultline.core.config.describe.Shorthand;
import org.jspecify.annotations.Nullable;

@Doc("What a value has to look like. Exactly one of these keys.")
@Shorthand("exact")
public record ValueMatchConfig(
        @Doc("It is this.") @Nullable String exact,
        @Doc("It begins so.") @Nullable String prefix,
        @Doc("It ends so.") @Nullable String suffix,
        @Doc("This is somewhere in it.") @Nullable String contains,
        @Doc("A regular expression for the whole value.") @Nullable String regex,
        @Doc("Whether it is there at all, whatever it says.") @Nullable Boolean present) {}
