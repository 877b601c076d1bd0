package org.engram.io.recording.edf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.engram.core.Notice;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.SparseFile;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Places in files of more than 4 GB need 64 bits all the way. */
class LargeEdfTest {
    private static final int SAMPLES = 100_000;
    private static final int RECORDS = 12_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theEndOfALargeFileIsRead(int bytes) throws IOException {
        Path file = folder.resolve(bytes == 2 ? "large.edf" : "large.bdf");
        EdfMaker maker = new EdfMaker();
        maker.bytes = bytes;
        maker.version = bytes == 2 ? "0" : "\u00ffBIOSEMI";
        maker.reserved = bytes == 2 ? "" : "24BIT";
        maker.recordCount = Integer.toString(RECORDS);
        for (String label : List.of("Fz", "Cz")) {
            maker.signal(new EdfMaker.Signal(label, "uV", "-1000", "1000", "-1000", "1000", "", SAMPLES));
        }
        maker.write(file);
        long header = 768;
        long record = 2L * SAMPLES * bytes;
        SparseFile.extend(file, header + RECORDS * record);
        SparseFile.put(file, header + RECORDS * record - 2 * bytes, bytes == 2
                ? new int[] {7, 0, 0xff, 0xff}
                : new int[] {7, 0, 0, 0xff, 0xff, 0xff});
        long middle = (1L << 32) / record;
        SparseFile.put(file, header + middle * record, 5, 0);
        List<Notice> notices = new ArrayList<>();
        Recording recording = Recordings.read(file, ReadOptions.DEFAULT, notices::add);
        assertEquals(List.of(), notices);
        assertEquals((long) SAMPLES * RECORDS, recording.sampleCount());
        double[][] last = recording.read(recording.sampleCount() - 3, 3);
        assertArrayEquals(new double[3], last[0], 1e-18);
        assertArrayEquals(new double[] {0, 7e-6, -1e-6}, last[1], 1e-18);
        // across the border of two records, behind 2^32 bytes and beyond 2^31 in between
        double[][] block = recording.read(middle * SAMPLES - 1, 2);
        assertArrayEquals(new double[] {0, 5e-6}, block[0], 1e-18);
        assertArrayEquals(new double[2], block[1], 1e-18);
    }
}
