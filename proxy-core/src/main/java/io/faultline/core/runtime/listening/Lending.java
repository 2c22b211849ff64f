package io.faultline.core.runtime.listening;

import io.faultline.core.wire.linux.Descriptors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Copies of the sockets of all listeners, or of none. */
public final class Lending {

    private Lending() {}

    public static CompletableFuture<List<LentListener>> of(List<ListenerGroup> groups) {
        List<CompletableFuture<LentListener>> each = new ArrayList<>();
        for (ListenerGroup group : groups) {
            each.add(
                    group.duplicates()
                            .thenApply(
                                    copies ->
                                            new LentListener(
                                                    group.name(),
                                                    group.bind(),
                                                    group.boundAddress(),
                                                    group.kept(),
                                                    copies)));
        }
        return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new))
                .handle((done, failure) -> allOrNone(each, failure));
    }

    private static List<LentListener> allOrNone(
            List<CompletableFuture<LentListener>> each, @Nullable Throwable failure) {
        List<LentListener> lent =
                each.stream()
                        .filter(one -> one.state() == Future.State.SUCCESS)
                        .map(CompletableFuture::resultNow)
                        .toList();
        if (failure != null) {
            lent.forEach(one -> one.descriptors().forEach(Descriptors::close));
            throw new CompletionException(failure);
        }
        return lent;
    }
}
