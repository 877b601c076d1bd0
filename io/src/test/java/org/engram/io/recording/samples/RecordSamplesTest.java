package org.engram.io.recording.samples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.engram.io.recording.SparseFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordSamplesTest {
    @TempDir
    Path folder;

    /** Sample {@code s} of channel {@code c} is stored as 1000 c + s mod 1000: every reading gives twice that and 1. */
    private RecordSamples source(int channels, int perRecord, int records, boolean bigEndian)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(channels * perRecord * records * 2)
                .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int r = 0; r < records; r++) {
            for (int c = 0; c < channels; c++) {
                for (int i = 0; i < perRecord; i++) {
                    bytes.putShort((short) (1000 * (c % 30) + (r * perRecord + i) % 1000));
                }
            }
        }
        Path file = Files.write(folder.resolve("records"), bytes.array());
        List<StoredSignal> signals = new ArrayList<>();
        for (int c = 0; c < channels; c++) {
            signals.add(StoredSignal.scaled((long) c * perRecord * 2, perRecord, NumberType.INT16, 2, 1));
        }
        return new RecordSamples(
                new RecordLayout(file, 0, (long) channels * perRecord * 2, records, bigEndian), signals);
    }

    private static void check(RecordSamples source, int channels, int samples, long seed) throws IOException {
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            int first = random.nextInt(samples);
            int count = 1 + random.nextInt(round % 2 == 0 ? samples - first : Math.min(9, samples - first));
            int[] which = random.ints(1 + random.nextInt(3), 0, channels).toArray();
            double[][] into = new double[which.length][count + 5];
            source.read(which, first, count, into, 3);
            for (int c = 0; c < which.length; c++) {
                for (int i = 0; i < count; i++) {
                    assertEquals(2 * (1000 * (which[c] % 30) + (first + i) % 1000) + 1, into[c][3 + i]);
                }
                assertEquals(0, into[c][2]);
                assertEquals(0, into[c][3 + count]);
            }
        }
    }

    @Test
    void anyBlockOfAnyChannelsIsTheSame() throws IOException {
        check(source(4, 25, 40, false), 4, 1000, 1);
        check(source(7, 1, 3000, true), 7, 3000, 2);
        check(source(7, 1, 100_000, false), 7, 100_000, 4); // more than one block
    }

    @Test
    void largeRecordsAreReadApart() throws IOException {
        check(source(40, 30_000, 3, false), 40, 90_000, 3); // a record of 2.4 MB, a signal of 60 kB
    }

    @Test
    void severalThreadsMayRead() throws IOException {
        RecordSamples source = source(4, 25, 40, false);
        IntStream.range(0, 8).parallel().forEach(seed -> {
            try {
                check(source, 4, 1000, seed);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static double[] decode(NumberType type, boolean bigEndian, int... bytes) {
        byte[] stored = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            stored[i] = (byte) bytes[i];
        }
        double[] into = new double[bytes.length / type.bytes()];
        type.decode(stored, 0, type.bytes(), into.length, bigEndian, into, 0);
        return into;
    }

    @Test
    void numbersAreDecodedInBothOrders() {
        assertArrayEquals(new double[] {-2, 127}, decode(NumberType.INT8, false, 0xfe, 0x7f));
        assertArrayEquals(new double[] {254}, decode(NumberType.UINT8, true, 0xfe));
        assertArrayEquals(new double[] {-256, 1}, decode(NumberType.INT16, false, 0x00, 0xff, 1, 0));
        assertArrayEquals(new double[] {0xff00}, decode(NumberType.UINT16, true, 0xff, 0x00));
        assertArrayEquals(new double[] {-8388608, 0x030201},
                decode(NumberType.INT24, false, 0, 0, 0x80, 1, 2, 3));
        assertArrayEquals(new double[] {-8388608, 0x010203},
                decode(NumberType.INT24, true, 0x80, 0, 0, 1, 2, 3));
        assertArrayEquals(new double[] {8388608}, decode(NumberType.UINT24, false, 0, 0, 0x80));
        assertArrayEquals(new double[] {-2147483648.0}, decode(NumberType.INT32, true, 0x80, 0, 0, 0));
        assertArrayEquals(new double[] {2147483648.0}, decode(NumberType.UINT32, false, 0, 0, 0, 0x80));
        assertArrayEquals(new double[] {1.5}, decode(NumberType.FLOAT32, true, 0x3f, 0xc0, 0, 0));
        assertArrayEquals(new double[] {-1}, decode(NumberType.INT64, true, 255, 255, 255, 255, 255, 255, 255,
                255));
        assertArrayEquals(new double[] {0x1p64}, decode(NumberType.UINT64, true, 255, 255, 255, 255, 255, 255,
                255, 255));
        assertArrayEquals(new double[] {-2}, decode(NumberType.FLOAT64, true, 0xc0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void aRecordOfMoreThanTwoGigabytesIsReadByChannel() throws IOException {
        int samples = 1_250_000;
        double[] gains = new double[1000];
        Arrays.fill(gains, 2);
        Path file = Files.write(folder.resolve("vectorized"), new byte[0]);
        SparseFile.extend(file, 2L * samples * gains.length);
        SparseFile.put(file, 2L * samples * 998, 1, 0);
        SparseFile.put(file, 2L * samples * 999 - 2, 2, 0, 3, 0);
        RecordSamples source = RecordSamples.vectorized(file, NumberType.INT16, samples, gains);
        double[][] whole = new double[1][samples + 1];
        source.read(new int[] {998}, 0, samples, whole, 1);
        assertEquals(2, whole[0][1]);
        assertEquals(4, whole[0][samples]);
        assertEquals(0, whole[0][0]);
        double[][] one = new double[2][1];
        source.read(new int[] {999, 998}, 0, 1, one, 0);
        assertArrayEquals(new double[][] {{6}, {2}}, one);
    }
}
