package io.faultline.core.config.shape;

import io.faultline.core.config.describe.Doc;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The words a choice is written with: {@code SOURCE_HASH} is {@code source-hash} in a file. */
public final class Words {

    private Words() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Every word of a choice with its constant, in the order of the declaration. */
    public static Map<String, Enum<?>> of(Class<? extends Enum<?>> type) {
        Map<String, Enum<?>> words = new LinkedHashMap<>();
        for (Enum<?> constant : type.getEnumConstants()) {
            words.put(of(constant), constant);
        }
        return words;
    }

    /** What a word means, where the constant says it. */
    public static @Nullable String doc(Enum<?> constant) {
        try {
            Doc doc =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(Doc.class);
            return doc == null ? null : doc.value();
        } catch (NoSuchFieldException impossible) {
            throw new AssertionError("every constant is a field of its enum", impossible);
        }
    }
}
