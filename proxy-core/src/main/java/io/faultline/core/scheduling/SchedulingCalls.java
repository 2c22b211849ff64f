package io.faultline.core.scheduling;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** What Linux is asked about the order of threads. Each call tells whether it was obeyed, and no more. */
final class SchedulingCalls {

    private static final int PRIO_PROCESS = 0; // of one thread, in Linux: setpriority(2), NOTES
    private static final int SCHED_OTHER = 0;
    private static final int ATTRIBUTES = 48; // struct sched_attr, SCHED_ATTR_SIZE_VER0
    private static final int SIZE_AT = 0;
    private static final int POLICY_AT = 4;
    private static final int RUNTIME_AT = 24;

    private final MethodHandle setPriority;
    private final MethodHandle getAttributes;
    private final MethodHandle setAttributes;
    private final Numbers numbers;

    /** No function of the C library before 2.41: the numbers differ by machine. */
    private record Numbers(long setAttributes, long getAttributes) {

        static @Nullable Numbers of(String machine) {
            return switch (machine) {
                case "amd64", "x86_64" -> new Numbers(314, 315);
                case "aarch64" -> new Numbers(274, 275);
                default -> null;
            };
        }
    }

    private SchedulingCalls(Numbers numbers) {
        Linker linker = Linker.nativeLinker();
        this.numbers = numbers;
        this.setPriority =
                linker.downcallHandle(
                        linker.defaultLookup().find("setpriority").orElseThrow(),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        this.setAttributes = systemCall(linker, JAVA_LONG, JAVA_LONG, JAVA_LONG);
        this.getAttributes = systemCall(linker, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    }

    private static MethodHandle systemCall(Linker linker, MemoryLayout... arguments) {
        FunctionDescriptor call =
                FunctionDescriptor.of(JAVA_LONG, JAVA_LONG).appendArgumentLayouts(arguments);
        return linker.downcallHandle(
                linker.defaultLookup().find("syscall").orElseThrow(),
                call,
                Linker.Option.firstVariadicArg(1));
    }

    /** Null where this is not Linux, or native calls are not allowed: order is nothing to fail for. */
    static @Nullable SchedulingCalls ofThisMachine() {
        Numbers numbers = Numbers.of(System.getProperty("os.arch", ""));
        if (numbers == null || !"Linux".equals(System.getProperty("os.name"))) {
            return null;
        }
        try {
            return new SchedulingCalls(numbers);
        } catch (RuntimeException | LinkageError refused) {
            return null;
        }
    }

    boolean setNice(int thread, int nice) {
        try {
            return (int) setPriority.invokeExact(PRIO_PROCESS, thread, nice) == 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Of an ordinary thread, and of one that somebody has given another policy nothing. */
    boolean setSlice(int thread, long nanos) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, 8);
            long got =
                    (long)
                            getAttributes.invokeExact(
                                    numbers.getAttributes(),
                                    (long) thread,
                                    attributes.address(),
                                    (long) ATTRIBUTES,
                                    0L);
            if (got != 0 || attributes.get(JAVA_INT, POLICY_AT) != SCHED_OTHER) {
                return false;
            }
            attributes.set(JAVA_INT, SIZE_AT, ATTRIBUTES);
            attributes.set(JAVA_LONG, RUNTIME_AT, nanos);
            return (long)
                            setAttributes.invokeExact(
                                    numbers.setAttributes(),
                                    (long) thread,
                                    attributes.address(),
                                    0L)
                    == 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** -1 where the kernel does not tell: before 6.12 a slice is not a thread's own. */
    long slice(int thread) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(ATTRIBUTES, 8);
            long got =
                    (long)
                            getAttributes.invokeExact(
                                    numbers.getAttributes(),
                                    (long) thread,
                                    attributes.address(),
                                    (long) ATTRIBUTES,
                                    0L);
            return got == 0 ? attributes.get(JAVA_LONG, RUNTIME_AT) : -1;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static AssertionError unexpected(Throwable t) {
        return new AssertionError("a downcall with fixed types cannot throw", t);
    }
}
