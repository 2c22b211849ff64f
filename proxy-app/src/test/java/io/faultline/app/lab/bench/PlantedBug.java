package io.faultline.app.lab.bench;

import io.faultline.l7.route.match.QueryCondition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A mistake in the proxy's own code, made in one of its classes before it starts: asking whether a query
 * fits a route throws. A route that asks for one is met by a single case of the lab.
 */
final class PlantedBug {

    private static final String CLASS = QueryCondition.class.getName().replace('.', '/') + ".class";

    private PlantedBug() {}

    /** Where the class with the bug is, to stand in front of the class path. */
    static Path in(Path folder) {
        try (InputStream sound =
                Objects.requireNonNull(
                        PlantedBug.class.getClassLoader().getResourceAsStream(CLASS))) {
            Path root = folder.resolve("bug");
            Path file = root.resolve(CLASS);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.write(file, bent(sound.readAllBytes()));
            return root;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bent(byte[] sound) {
        ClassFile files = ClassFile.of();
        ClassDesc exception = IllegalStateException.class.describeConstable().orElseThrow();
        MethodTypeDesc made = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String);
        return files.transformClass(
                files.parse(sound),
                ClassTransform.transformingMethods(
                        method -> method.methodName().equalsString("holds"),
                        (method, element) -> {
                            if (element instanceof CodeModel) {
                                method.withCode(
                                        code ->
                                                code.new_(exception)
                                                        .dup()
                                                        .ldc("a bug, planted by the lab")
                                                        .invokespecial(
                                                                exception,
                                                                ConstantDescs.INIT_NAME,
                                                                made)
                                                        .athrow());
                            } else {
                                method.with(element);
                            }
                        }));
    }
}
