package org.engram.io.volume.nifti;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.engram.core.FormatException;
import org.engram.io.gzip.GzipInput;
import org.engram.io.volume.Affine;
import org.engram.io.volume.FileVoxels;
import org.engram.io.volume.StoredLayout;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VoxelSource;
import org.engram.io.volume.VoxelType;

/**
 * Reads NIfTI-1, NIfTI-2 and Analyze 7.5. Reading takes the header and the extensions; voxels stay in the file until
 * they are asked for (see {@link FileVoxels} for what that costs). Immutable and thread-safe.
 */
public final class NiftiReader {
    private static final NiftiReader DEFAULTS = builder().build();
    private static final int HEADER_BUFFER_BYTES = 4096;

    private final Tolerance tolerance;
    private final boolean preferQform;
    private final boolean allowTruncated;
    private final TimeUnit timeUnit;

    private NiftiReader(Builder builder) {
        this.tolerance = builder.tolerance;
        this.preferQform = builder.preferQform;
        this.allowTruncated = builder.allowTruncated;
        this.timeUnit = builder.timeUnit;
    }

    /** @return a reader with every default */
    public static NiftiReader defaults() {
        return DEFAULTS;
    }

    /** @return a builder with every default */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Reads a header and nothing else: no more of a compressed file is unpacked than its first kilobytes.
     *
     * @param file either file of a pair, or a single file
     * @return the header as it stands
     * @throws FormatException if it is none of these formats
     * @throws IOException if it cannot be read
     */
    public NiftiHeader readHeader(Path file) throws IOException {
        Path headerFile = NiftiFiles.locate(file).header();
        try (InputStream in = open(headerFile)) {
            return decodeHeader(readHeaderBytes(in, new NiftiNotices(headerFile, tolerance)));
        }
    }

    /**
     * @param file either file of a pair, or a single file
     * @return header, volume, extensions and notices; close it (or its volume) if it is not read to the end
     * @throws FormatException if the file is damaged, or odd and reading is strict
     * @throws org.engram.core.UnsupportedFeatureException if it stores voxels as Engram cannot read them
     * @throws IOException if it cannot be read
     */
    public NiftiImage read(Path file) throws IOException {
        Parsed parsed = parse(file);
        VoxelSource voxels = openVoxels(parsed);
        Volume volume = Volume.of(voxels, parsed.shape, parsed.affine)
                .withRepetitionTime(parsed.repetitionTimeSeconds).withIntent(parsed.header.intent());
        return new NiftiImage(parsed.header, volume, parsed.extensions, parsed.notices.all());
    }

    VoxelSource openVoxels(Parsed parsed) throws IOException {
        if (!allowTruncated) {
            return FileVoxels.open(parsed.files.image(), parsed.layout);
        }
        long volumeSize = parsed.shape[0] * parsed.shape[1] * parsed.shape[2];
        return FileVoxels.openTruncated(parsed.files.image(), parsed.layout, volumeSize, parsed.notices::add);
    }

    /** Everything but the voxels. */
    Parsed parse(Path file) throws IOException {
        NiftiFiles files = NiftiFiles.locate(file);
        NiftiNotices notices = new NiftiNotices(files.header(), tolerance);
        try (InputStream in = open(files.header())) {
            HeaderBytes bytes = readHeaderBytes(in, notices);
            NiftiHeader header = decodeHeader(bytes);
            checkFiles(header, files, bytes, notices);
            GridDescription grid = new GridDescription(header, notices);
            long[] shape = grid.shape();
            VoxelType type = grid.type();
            long voxelCount = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            StoredLayout layout = new StoredLayout(grid.dataOffset(files.isPair()), type, header.byteOrder(),
                    grid.scaling(type), voxelCount);
            Affine affine = place(header, shape, files, bytes, notices);
            double repetitionTime = grid.repetitionTimeSeconds(timeUnit);
            List<NiftiExtension> extensions = readExtensions(in, header, files, layout, notices);
            return new Parsed(files, header, shape, affine, repetitionTime, layout, extensions, notices);
        }
    }

    private Affine place(NiftiHeader header, long[] shape, NiftiFiles files, HeaderBytes bytes,
            NiftiNotices notices) throws IOException {
        GridPlacement placement = new GridPlacement(header, shape, notices);
        if (header.version() == NiftiVersion.ANALYZE) {
            return SpmOrientation.of(files, bytes.content, header, shape, notices, placement);
        }
        return placement.resolve(preferQform);
    }

    private static List<NiftiExtension> readExtensions(InputStream in, NiftiHeader header, NiftiFiles files,
            StoredLayout layout, NiftiNotices notices) throws IOException {
        if (header.version() == NiftiVersion.ANALYZE) {
            return List.of();
        }
        byte[] flag = in.readNBytes(4);
        if (flag.length < 4 || flag[0] == 0) {
            return List.of();
        }
        long limit = files.isPair()
                ? Long.MAX_VALUE
                : layout.dataOffset() - header.version().headerBytes() - flag.length;
        return ExtensionBlocks.read(in, limit, header.byteOrder(), notices);
    }

    private static void checkFiles(NiftiHeader header, NiftiFiles files, HeaderBytes bytes,
            NiftiNotices notices) throws IOException {
        if (!files.isPair() && !header.singleFile() && files.isHeaderName()) {
            throw new NoSuchFileException(files.header().toString(), null,
                    "its voxels are in a file of the same name ending in .img, which is not there");
        }
        if (header.version() == NiftiVersion.ANALYZE) {
            if (!files.isPair()) {
                throw new FormatException(files.header(), 344, "magic is " + Arrays.toString(
                        Arrays.copyOfRange(bytes.content, 344, 348))
                        + ", expected n+1 (or, with an .img file beside"
                        + " it, ni1 or nothing): this is another format or the header is damaged");
            }
            return;
        }
        if (header.singleFile() == files.isPair()) {
            notices.add("nifti-magic", files.isPair()
                    ? "the magic says header and voxels are in one file, but there are two; the two are used"
                    : "the magic says the voxels are in an .img file, but there is one file; it is used");
        }
    }

    private static InputStream open(Path file) throws IOException {
        return GzipInput.isGzip(file)
                ? GzipInput.open(file, HEADER_BUFFER_BYTES)
                : new BufferedInputStream(Files.newInputStream(file), HEADER_BUFFER_BYTES);
    }

    private static HeaderBytes readHeaderBytes(InputStream in, NiftiNotices notices) throws IOException {
        byte[] bytes = in.readNBytes(NiftiVersion.NIFTI_1.headerBytes());
        HeaderLayout layout = HeaderLayout.of(notices.file(), bytes, notices::add);
        int missing = layout.version().headerBytes() - bytes.length;
        if (missing > 0) {
            byte[] rest = in.readNBytes(missing);
            if (rest.length < missing) {
                throw new FormatException(notices.file(), bytes.length + rest.length,
                        "the file ends inside the"
                                + " header, which has " + layout.version().headerBytes()
                                + " bytes: copy or download it again");
            }
            bytes = Arrays.copyOf(bytes, bytes.length + missing);
            System.arraycopy(rest, 0, bytes, bytes.length - missing, missing);
        }
        return new HeaderBytes(bytes, layout);
    }

    private static NiftiHeader decodeHeader(HeaderBytes bytes) {
        return HeaderCodec.decode(bytes.content, bytes.layout.version(), bytes.layout.order());
    }

    private record HeaderBytes(byte[] content, HeaderLayout layout) {}

    /** A file understood but for its voxels. */
    record Parsed(NiftiFiles files, NiftiHeader header, long[] shape, Affine affine,
            double repetitionTimeSeconds, StoredLayout layout, List<NiftiExtension> extensions,
            NiftiNotices notices) {}

    /** How much oddity is borne. */
    public enum Tolerance {
        /** Whatever would give a notice is an error. */
        STRICT,
        /** What has one sensible meaning is repaired with a notice, the rest is an error. */
        NORMAL,
        /** Negative voxel sizes and impossible data offsets are repaired as well, with a notice. */
        LENIENT
    }

    /** What a repetition time without a unit is taken for. */
    public enum TimeUnit {
        /** Seconds up to 100; above that, unknown, with a notice. */
        BY_SIZE,
        /** Seconds. */
        SECONDS,
        /** Milliseconds. */
        MILLISECONDS
    }

    /** Options of a reader. */
    public static final class Builder {
        private Tolerance tolerance = Tolerance.NORMAL;
        private boolean preferQform;
        private boolean allowTruncated;
        private TimeUnit timeUnit = TimeUnit.BY_SIZE;

        private Builder() {}

        /**
         * @param value how much oddity is borne; default {@link Tolerance#NORMAL}
         * @return this
         */
        public Builder tolerance(Tolerance value) {
            tolerance = Objects.requireNonNull(value, "tolerance");
            return this;
        }

        /**
         * @param value whether the qform wins where both forms are there; default false, as everywhere
         * @return this
         */
        public Builder preferQform(boolean value) {
            preferQform = value;
            return this;
        }

        /**
         * @param value whether missing 3D volumes at the end read as zeros, with a notice; default false. A
         *     compressed file is then unpacked once when it is opened.
         * @return this
         */
        public Builder allowTruncated(boolean value) {
            allowTruncated = value;
            return this;
        }

        /**
         * @param value what a repetition time without a unit is taken for; default {@link TimeUnit#BY_SIZE}
         * @return this
         */
        public Builder assumedTimeUnit(TimeUnit value) {
            timeUnit = Objects.requireNonNull(value, "time unit");
            return this;
        }

        /** @return the reader */
        public NiftiReader build() {
            return new NiftiReader(this);
        }
    }
}
