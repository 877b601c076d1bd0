package org.engram.benchmarks.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Watches the memory of this process. The peak of the resident set is kept by the system itself; that of the part no file
 * backs is not, and is sampled a hundred times a second.
 */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int SAMPLING_MILLISECONDS = 10;

    private volatile long anonymousPeak;

    private ResidentMemory() {}

    /** Starts watching, on a thread that ends with the program. */
    static ResidentMemory watch() {
        ResidentMemory memory = new ResidentMemory();
        Thread thread = new Thread(memory::sample, "resident-memory");
        thread.setDaemon(true);
        thread.start();
        return memory;
    }

    /** The most anonymous memory seen, bytes; 0 where the system does not tell. */
    long anonymousPeakBytes() throws IOException {
        return Math.max(anonymousPeak, read("RssAnon:"));
    }

    /** @return the largest resident set of this process, bytes; 0 where the system does not tell */
    public static long residentPeakBytes() throws IOException {
        return read("VmHWM:");
    }

    private void sample() {
        try {
            while (true) {
                anonymousPeak = Math.max(anonymousPeak, read("RssAnon:"));
                Thread.sleep(SAMPLING_MILLISECONDS);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long read(String field) throws IOException {
        if (!Files.exists(STATUS)) {
            return 0;
        }
        for (String line : Files.readAllLines(STATUS)) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
            }
        }
        return 0;
    }
}
