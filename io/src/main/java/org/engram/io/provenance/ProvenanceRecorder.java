package org.engram.io.provenance;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.engram.core.Notice;

/** Collects what is to be said about a result while it is made. Thread-safe. */
public final class ProvenanceRecorder {
    private static final Path LINUX_STATUS = Path.of("/proc/self/status");

    private final String toolName;
    private final String toolVersion;
    private final List<String> commandLine;
    private final Map<String, Object> parameters = new LinkedHashMap<>();
    private final List<InputFile> inputs = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Instant started = Instant.now();
    private final long startNanoseconds = System.nanoTime();
    private OptionalLong seed = OptionalLong.empty();

    private ProvenanceRecorder(String toolName, String toolVersion, List<String> commandLine) {
        this.toolName = toolName;
        this.toolVersion = toolVersion;
        this.commandLine = List.copyOf(commandLine);
        environment.put("Java",
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        environment.put("OperatingSystem",
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"));
        environment.put("Processors", String.valueOf(Runtime.getRuntime().availableProcessors()));
    }

    /**
     * Begins; the time runs from here.
     *
     * @param toolName the program
     * @param toolVersion its version
     * @param commandLine the words of the command, without the program itself; empty for a library call
     * @return a recorder that knows Java and the operating system
     */
    public static ProvenanceRecorder start(String toolName, String toolVersion, List<String> commandLine) {
        return new ProvenanceRecorder(toolName, toolVersion, commandLine);
    }

    /**
     * @param value the seed of all random choices
     * @return this
     */
    public synchronized ProvenanceRecorder seed(long value) {
        seed = OptionalLong.of(value);
        return this;
    }

    /**
     * @param name the name of a parameter, with its unit ({@code fwhmMillimetres})
     * @param value text, number, truth value, null, or a list or map of them; anything else is written as its text
     * @return this
     */
    public synchronized ProvenanceRecorder parameter(String name, Object value) {
        boolean plain = value == null || value instanceof String || value instanceof Number
                || value instanceof Boolean
                || value instanceof Collection<?> || value instanceof Map<?, ?>;
        parameters.put(name, plain ? value : value.toString());
        return this;
    }

    /**
     * Hashes an input; do so before the work, in case the work writes over it. A file named twice counts once.
     *
     * @param file a file that goes into the result
     * @return this
     * @throws IOException if it cannot be read
     */
    public ProvenanceRecorder input(Path file) throws IOException {
        InputFile input = InputFile.of(file);
        synchronized (this) {
            if (!inputs.contains(input)) {
                inputs.add(input);
            }
        }
        return this;
    }

    /**
     * @param more what a person should know about the work
     * @return this
     */
    public synchronized ProvenanceRecorder notices(Collection<Notice> more) {
        notices.addAll(more);
        return this;
    }

    /**
     * @param name what it is, such as {@code BLAS}
     * @param version its name and version
     * @return this
     */
    public synchronized ProvenanceRecorder environment(String name, String version) {
        environment.put(name, version);
        return this;
    }

    /** @return what is known now; time and peak memory up to here */
    public synchronized Provenance finish() {
        double seconds = (System.nanoTime() - startNanoseconds) * 1e-9;
        return new Provenance(toolName, toolVersion, commandLine, parameters, seed, inputs, notices,
                environment,
                started, seconds, peakMemoryBytes());
    }

    /** The most memory of the process where Linux tells (native libraries too), else the most the heap has held. */
    private static long peakMemoryBytes() {
        try {
            for (String line : Files.exists(LINUX_STATUS)
                    ? Files.readAllLines(LINUX_STATUS)
                    : List.<String>of()) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException | NumberFormatException e) {
            // A line that cannot be read is as good as none; the heap is asked instead.
        }
        return ManagementFactory.getMemoryPoolMXBeans().stream().map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage == null ? 0 : usage.getUsed()).sum();
    }
}
