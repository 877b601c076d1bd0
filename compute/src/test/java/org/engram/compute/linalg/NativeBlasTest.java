package org.engram.compute.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Loader;
import org.engram.core.EngramException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeBlasTest {
    /** A fresh JVM without the jar that holds the native library, as on a platform nobody packed for. */
    @Test
    void withoutTheNativeLibraryOneSentenceNamesThePlatform(@TempDir Path cache) throws Exception {
        String platform = Loader.Detector.getPlatform();
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("-" + platform + ".jar"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dorg.bytedeco.javacpp.cachedir=" + cache, "-cp", path, WithoutLibrary.class.getName())
                .redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        assertTrue(printed.contains("OpenBLAS native library for " + platform + " could not be loaded"),
                printed);
        assertTrue(printed.contains("-Dnative.platform=" + platform), printed);
        assertEquals(1, printed.lines().filter(line -> line.startsWith("ENGRAM ")).count(), printed);
    }

    /** What the fresh JVM runs. */
    static final class WithoutLibrary {
        private WithoutLibrary() {}

        public static void main(String[] args) throws IOException {
            try {
                DenseAlgebra.multiply(Matrix.zeros(1, 1), Matrix.zeros(1, 1));
            } catch (EngramException e) {
                System.out.println("ENGRAM " + e.getMessage());
            }
        }
    }
}
