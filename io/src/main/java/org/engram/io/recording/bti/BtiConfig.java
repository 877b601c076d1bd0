package org.engram.io.recording.bti;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.engram.io.recording.header.BinaryCursor;

/**
 * What the {@code config} file says.
 *
 * @param mainsHz frequency of the mains, 0 when not stated
 * @param deviceToHead from the sensors to the 4D head, 4 x 4 row after row; the identity when the file gives none
 * @param channels by their number
 */
record BtiConfig(int mainsHz, double[] deviceToHead, Map<Integer, Sensor> channels) {
    static final int MEG = 1;
    static final int EEG = 2;
    static final int REFERENCE = 3;
    private static final int MATRIX = 16;

    /**
     * One channel.
     *
     * @param coil place of its coil in the 4D head, 4 x 4 row after row; null when it has none
     */
    record Sensor(String name, int type, double gain, double unitsPerBit, double[] coil) {}

    static BtiConfig read(Path file) throws IOException {
        try (BinaryCursor cursor = BinaryCursor.open(file, ByteOrder.BIG_ENDIAN)) {
            int mains = cursor.skip(2 + 32 + 16 + 2 + 4).int16();
            int channels = cursor.int16();
            cursor.skip(4 + 4);
            int transforms = cursor.int16();
            int blocks = cursor.int16();
            cursor.skip(2 + 2 + 4 + 32);
            cursor.count(transforms, 8 * MATRIX, "sensor transforms");
            double[] first = identity();
            for (int i = 0; i < transforms; i++) {
                double[] matrix = cursor.float64s(MATRIX);
                first = i == 0 ? scaled(matrix) : first;
            }
            int blockCount = cursor.count(blocks, 1, "user blocks");
            for (int i = 0; i < blockCount; i++) {
                skipBlock(cursor);
            }
            Map<Integer, Sensor> sensors = new HashMap<>();
            int channelCount = cursor.count(channels, 1, "channels");
            for (int i = 0; i < channelCount; i++) {
                channel(cursor, sensors);
            }
            return new BtiConfig(mains, first, sensors);
        }
    }

    private static void skipBlock(BinaryCursor cursor) throws IOException {
        String kind = cursor.skip(4).text(20);
        long size = cursor.skip(4 + 32 + 4).uint32();
        if (kind.isEmpty()) {
            throw cursor.error(
                    "has a user block without a kind: it is damaged, or of a version that is not known");
        }
        cursor.skip(32).align(8).skip(size);
        align(cursor);
    }

    /** The last block may end with the file, short of the next multiple of eight. */
    private static void align(BinaryCursor cursor) {
        if (cursor.position() + 7 < cursor.size()) {
            cursor.align(8);
        }
    }

    private static void channel(BinaryCursor cursor, Map<Integer, Sensor> sensors) throws IOException {
        String name = cursor.text(16);
        int number = cursor.int16();
        int type = cursor.int16();
        double gain = cursor.skip(4).float32();
        double units = cursor.float32();
        cursor.skip(16 + 8 + 4 + 32).align(8);
        double[] coil = null;
        cursor.skip(40); // device header
        if (type == MEG || type == REFERENCE) {
            coil = scaled(cursor.skip(8).float64s(MATRIX));
            int loops = cursor.skip(2).int16();
            cursor.skip(4 + 32);
            cursor.skip(104L * cursor.count(loops, 104, "loops of a coil"));
        } else if (type == EEG) {
            cursor.skip(8 + 8 * MATRIX + 32);
        } else if (type == 5) {
            cursor.skip(4 + 2 + 32);
        } else if (type == 4 || type == 6 || type == 7) {
            cursor.skip(4 + 32);
        } else if (type == 8) {
            cursor.skip(32);
        } else {
            throw cursor.error("describes channel \"" + name + "\" of the unknown type " + type
                    + "; known are 1 to 8");
        }
        align(cursor);
        sensors.put(number, new Sensor(name, type, gain, units, coil));
    }

    /** The last row holds scales of the first three. */
    private static double[] scaled(double[] matrix) {
        for (double value : matrix) {
            if (!Double.isFinite(value)) {
                return identity();
            }
        }
        double[] scaled = matrix.clone();
        for (int row = 0; row < 3; row++) {
            for (int column = 0; column < 3; column++) {
                scaled[4 * row + column] *= matrix[12 + row];
            }
            scaled[12 + row] = 0;
        }
        scaled[15] = 1;
        return scaled;
    }

    private static double[] identity() {
        return new double[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    }
}
