package io.faultline.app.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.Set;

/** Which uses a rule speaks of: calls, method references and field reads alike. */
final class Uses {

    private Uses() {}

    /** Of these members, through the type itself or anything that is one. */
    static DescribedPredicate<JavaAccess<?>> of(Class<?> type, String... members) {
        Set<String> names = Set.of(members);
        return DescribedPredicate.describe(
                type.getName() + names,
                access ->
                        names.contains(access.getTarget().getName())
                                && access.getTarget().getOwner().isAssignableTo(type));
    }
}
