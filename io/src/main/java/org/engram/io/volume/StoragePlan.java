package org.engram.io.volume;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.volume.VoxelSource.Scaling;

/**
 * How the voxels of one volume will be stored: type and scaling, decided before the first byte is written. Whole
 * numbers that fit an integer type are stored as they are; other values are spread over the whole range of the type.
 * Writing goes block by block in file order, so a series larger than memory, or one being unpacked, can be written.
 */
public final class StoragePlan {
    private static final int BLOCK = 1 << 16;

    private final VoxelSource source;
    private final VoxelType type;
    private final Scaling scaling;

    private StoragePlan(VoxelSource source, VoxelType type, Scaling scaling) {
        this.source = source;
        this.type = type;
        this.scaling = scaling;
    }

    /**
     * Keeps what the source has: unscaled voxels keep their type, scaled ones become float32 (float64 from 32-bit
     * integers on). 64-bit integers, which many programs cannot read, become 32-bit ones when all values fit.
     *
     * @param source the voxels
     * @param notices told about changes of type
     * @return the plan
     * @throws UnsupportedFeatureException if 64-bit integers do not fit 32 bits
     */
    public static StoragePlan keeping(VoxelSource source, Consumer<Notice> notices) {
        VoxelType stored = source.type();
        if (!stored.isScalar()) {
            return new StoragePlan(source, stored, source.scaling());
        }
        if (!source.scaling().isNone()) {
            return new StoragePlan(source,
                    stored.bytes() <= 2 || stored == VoxelType.FLOAT32
                            ? VoxelType.FLOAT32
                            : VoxelType.FLOAT64,
                    Scaling.NONE);
        }
        if (stored != VoxelType.INT64 && stored != VoxelType.UINT64) {
            return new StoragePlan(source, stored, Scaling.NONE);
        }
        VoxelRange range = VoxelRange.of(source);
        if (!range.fits(VoxelType.INT32)) {
            throw new UnsupportedFeatureException("voxels are " + stored + " from " + range.minimum() + " to "
                    + range.maximum()
                    + ", which 32-bit integers cannot hold and many programs cannot read: choose "
                    + stored + " or FLOAT64 as the voxel type to write");
        }
        notices.accept(new Notice("voxels-narrowed", "voxels were " + stored
                + " and are written as INT32, which holds all their values and which more programs read"));
        return new StoragePlan(source, VoxelType.INT32, Scaling.NONE);
    }

    /**
     * @param source the voxels
     * @param type the type to store them as
     * @param singlePrecision whether the file keeps slope and intercept in single precision only
     * @param notices told what is lost
     * @return the plan
     * @throws UnsupportedFeatureException if the kinds do not fit, such as colours into integers
     */
    public static StoragePlan converting(VoxelSource source, VoxelType type, boolean singlePrecision,
            Consumer<Notice> notices) {
        VoxelType stored = source.type();
        if (!stored.isScalar() || !type.isScalar()) {
            if (stored != type) {
                throw new UnsupportedFeatureException(
                        "voxels are " + stored + " and cannot be written as " + type
                                + ": colours and complex numbers are written as they are");
            }
            return new StoragePlan(source, type, source.scaling());
        }
        boolean unscaled = source.scaling().isNone();
        if (unscaled && (type == stored || type == VoxelType.FLOAT64 || holds(type, stored))) {
            return new StoragePlan(source, type, Scaling.NONE);
        }
        if (type.isInteger()) {
            return quantising(source, type, singlePrecision, notices);
        }
        if (type == VoxelType.FLOAT32 && stored.isInteger() && stored.bytes() > 2) {
            warnAboutSinglePrecision(VoxelRange.of(source), notices);
        }
        return new StoragePlan(source, type, Scaling.NONE);
    }

    private static void warnAboutSinglePrecision(VoxelRange range, Consumer<Notice> notices) {
        double largest = Math.max(Math.abs(range.minimum()), Math.abs(range.maximum()));
        if (largest > 0x1p24) {
            notices.accept(new Notice("voxels-rounded", "values up to " + largest
                    + " are rounded by single precision, which is exact up to 16777216; write FLOAT64 to keep them"));
        }
    }

    private static boolean holds(VoxelType type, VoxelType stored) {
        return type.isInteger() && stored.isInteger()
                && VoxelEncoder.smallest(type) <= VoxelEncoder.smallest(stored)
                && VoxelEncoder.largest(type) >= VoxelEncoder.largest(stored);
    }

    private static StoragePlan quantising(VoxelSource source, VoxelType type, boolean singlePrecision,
            Consumer<Notice> notices) {
        VoxelRange range = VoxelRange.of(source);
        if (range.notANumber() > 0) {
            notices.accept(
                    new Notice("voxels-nan-zeroed", range.notANumber() + " voxels are NaN, which " + type
                            + " cannot hold; they are written as 0"));
        }
        if (range.infinite() > 0) {
            notices.accept(new Notice("voxels-infinite-clipped", range.infinite()
                    + " voxels are infinite, which " + type
                    + " cannot hold; they are written as the largest or"
                    + " smallest value it has"));
        }
        if (range.whole() && range.fits(type)) {
            return new StoragePlan(source, type, Scaling.NONE);
        }
        if (type.bytes() == 8) {
            throw new UnsupportedFeatureException("values from " + range.minimum() + " to " + range.maximum()
                    + " are not whole numbers that " + type + " holds: write FLOAT64");
        }
        return new StoragePlan(source, type, spreading(range, type, singlePrecision));
    }

    /**
     * Chooses slope and intercept, rounded to the precision of the file, so that both ends of the range
     * fit.
     */
    static Scaling spreading(VoxelRange range, VoxelType type, boolean singlePrecision) {
        double low = VoxelEncoder.smallest(type);
        double high = VoxelEncoder.largest(type);
        double minimum = range.notANumber() > 0 ? Math.min(0, range.minimum()) : range.minimum();
        double maximum = range.notANumber() > 0 ? Math.max(0, range.maximum()) : range.maximum();
        double ideal = maximum / (high - low) - minimum / (high - low); // the difference itself may overflow
        double intercept = minimum - low * ideal;
        if (singlePrecision) {
            intercept = (float) intercept;
            if (low == 0 && intercept > minimum) {
                intercept = Math.nextDown((float) intercept);
            }
        }
        double slope = maximum / high - intercept / high;
        if (low < 0) {
            slope = Math.max(slope, minimum / low - intercept / low);
        }
        if (singlePrecision && (float) slope < slope) {
            slope = Math.nextUp((float) slope);
        } else if (singlePrecision) {
            slope = (float) slope;
        }
        boolean usable = slope > 0 && !Double.isInfinite(slope) && Double.isFinite(intercept)
                && (!singlePrecision || slope >= Float.MIN_NORMAL);
        if (usable) {
            return new Scaling(slope, intercept);
        }
        if (!Double.isFinite(intercept) || Double.isInfinite(slope)) {
            throw new UnsupportedFeatureException("values from " + range.minimum() + " to " + range.maximum()
                    + " exceed what slope and intercept of the file can hold: write FLOAT64");
        }
        return new Scaling(1, intercept); // all values alike
    }

    /** @return how voxels will be stored */
    public VoxelType type() {
        return type;
    }

    /** @return from stored to real values */
    public Scaling scaling() {
        return scaling;
    }

    /** @return bytes all voxels will take */
    public long dataBytes() {
        return source.size() * type.bytes();
    }

    /**
     * Writes all voxels in file order.
     *
     * @param order order of the bytes of a number
     * @param out receives them; not closed
     * @throws IOException if writing fails
     */
    public void write(ByteOrder order, OutputStream out) throws IOException {
        int block = (int) Math.min(BLOCK, source.size());
        byte[] bytes = new byte[block * Math.max(type.bytes(), source.type().bytes())];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
        boolean asStored = type == source.type() && scaling.equals(source.scaling());
        boolean longs = !asStored && type.bytes() == 8 && type.isInteger() && source.scaling().isNone()
                && source.type().bytes() == 8 && source.type().isInteger();
        double[] values = asStored ? null : new double[block];
        for (long start = 0; start < source.size(); start += block) {
            int count = (int) Math.min(block, source.size() - start);
            if (asStored || longs) {
                source.readStored(start, count, buffer.clear());
                swapIfBig(bytes, count, order);
            } else {
                source.read(start, count, values, 0);
                VoxelEncoder.encode(values, count, type, scaling, buffer.clear());
            }
            out.write(bytes, 0, count * type.bytes());
        }
    }

    private void swapIfBig(byte[] bytes, int count, ByteOrder order) {
        int part = VoxelDecoder.partBytes(type);
        if (order == ByteOrder.LITTLE_ENDIAN || part == 1) {
            return;
        }
        for (int at = 0; at < count * type.bytes(); at += part) {
            for (int i = at, j = at + part - 1; i < j; i++, j--) {
                byte b = bytes[i];
                bytes[i] = bytes[j];
                bytes[j] = b;
            }
        }
    }
}
