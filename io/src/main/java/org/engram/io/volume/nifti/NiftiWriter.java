package org.engram.io.volume.nifti;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.engram.core.Notice;
import org.engram.core.Parallelism;
import org.engram.io.AtomicFile;
import org.engram.io.gzip.BlockGzipOutput;
import org.engram.io.volume.StoragePlan;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VoxelType;

/**
 * Writes NIfTI-1 and NIfTI-2. The name decides the layout: {@code .nii} one file, {@code .hdr} or {@code .img} a
 * pair, {@code .gz} after either compressed. Volumes are written block by block in file order, never held whole; a
 * change to an integer type reads them twice. Files appear whole or not at all, and the same volume and options give
 * the same bytes, whatever the number of threads. Immutable and thread-safe.
 *
 * <p>A volume may be written over the file it is read from, but must not be read afterwards.
 */
public final class NiftiWriter {
    private static final NiftiWriter DEFAULTS = builder().build();

    private final Builder options;

    private NiftiWriter(Builder options) {
        this.options = options;
    }

    /** @return a writer with every default */
    public static NiftiWriter defaults() {
        return DEFAULTS;
    }

    /** @return a builder with every default */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * @param volume what to write
     * @param target the name of the file, or of either file of a pair; parent folders are made
     * @throws org.engram.core.EngramException if the volume cannot be stored as asked
     * @throws IOException if writing fails; no partial file is left
     */
    public void write(Volume volume, Path target) throws IOException {
        write(volume, target, notice -> {});
    }

    /**
     * @param volume what to write
     * @param target the name of the file, or of either file of a pair; parent folders are made
     * @param notices told what is lost or changed
     * @throws org.engram.core.EngramException if the volume cannot be stored as asked
     * @throws IOException if writing fails; no partial file is left
     */
    public void write(Volume volume, Path target, Consumer<Notice> notices) throws IOException {
        HeaderMaker maker = new HeaderMaker(volume, this);
        NiftiVersion version = maker.version();
        StoragePlan plan = options.voxelType == null
                ? StoragePlan.keeping(volume.voxels(), notices)
                : StoragePlan.converting(volume.voxels(), options.voxelType, version == NiftiVersion.NIFTI_1,
                        notices);
        byte[] extensions = ExtensionBlocks.encode(options.extensions, options.byteOrder);
        NiftiFiles files = NiftiFiles.forWriting(target);
        long dataOffset = files.isPair() ? 0 : (version.headerBytes() + extensions.length + 15L) / 16 * 16;
        byte[] header = HeaderCodec.encode(maker.make(version, !files.isPair(), plan, dataOffset));
        if (!files.isPair()) {
            AtomicFile.write(target, path -> {
                try (OutputStream out = open(path, target)) {
                    out.write(header);
                    out.write(extensions);
                    out.write(new byte[(int) (dataOffset - header.length - extensions.length)]);
                    plan.write(options.byteOrder, out);
                }
            });
            return;
        }
        AtomicFile.write(files.image(), image -> {
            try (OutputStream out = open(image, target)) {
                plan.write(options.byteOrder, out);
            }
            AtomicFile.write(files.header(), path -> {
                try (OutputStream out = open(path, target)) {
                    out.write(header);
                    out.write(extensions);
                }
            });
        });
    }

    private OutputStream open(Path path, Path target) throws IOException {
        OutputStream out = Files.newOutputStream(path);
        return NiftiFiles.isGzipName(target)
                ? new BlockGzipOutput(out, options.gzipLevel, options.parallelism)
                : out;
    }

    NiftiVersion version() {
        return options.version;
    }

    ByteOrder byteOrder() {
        return options.byteOrder;
    }

    NiftiHeader template() {
        return options.template;
    }

    String description() {
        return options.description;
    }

    int spaceCode() {
        return options.spaceCode;
    }

    double displayMinimum() {
        return options.displayMinimum;
    }

    double displayMaximum() {
        return options.displayMaximum;
    }

    /** Options of a writer. */
    public static final class Builder {
        private VoxelType voxelType;
        private NiftiVersion version;
        private ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;
        private int gzipLevel = 1;
        private Parallelism parallelism = Parallelism.available();
        private List<NiftiExtension> extensions = List.of();
        private NiftiHeader template;
        private String description;
        private int spaceCode;
        private double displayMinimum;
        private double displayMaximum;

        private Builder() {}

        private Builder(Builder other) {
            voxelType = other.voxelType;
            version = other.version;
            byteOrder = other.byteOrder;
            gzipLevel = other.gzipLevel;
            parallelism = other.parallelism;
            extensions = other.extensions;
            template = other.template;
            description = other.description;
            spaceCode = other.spaceCode;
            displayMinimum = other.displayMinimum;
            displayMaximum = other.displayMaximum;
        }

        /**
         * @param value how voxels are stored; default: as they are, scaled ones as floats (see
         *     {@link StoragePlan#keeping}). Values that an integer type cannot hold as they are get a slope and an
         *     intercept.
         * @return this
         */
        public Builder voxelType(VoxelType value) {
            voxelType = Objects.requireNonNull(value, "voxel type");
            return this;
        }

        /**
         * @param value NIfTI-1 or NIfTI-2; default: 1 unless an extent exceeds 32767
         * @return this
         */
        public Builder version(NiftiVersion value) {
            if (value == NiftiVersion.ANALYZE) {
                throw new IllegalArgumentException("Analyze 7.5 is read only: write NIfTI-1 or NIfTI-2");
            }
            version = Objects.requireNonNull(value, "version");
            return this;
        }

        /**
         * @param value byte order of header, extensions and voxels; default little-endian
         * @return this
         */
        public Builder byteOrder(ByteOrder value) {
            byteOrder = Objects.requireNonNull(value, "byte order");
            return this;
        }

        /**
         * @param value 1 (fast) to 9 (small); default 1
         * @return this
         */
        public Builder gzipLevel(int value) {
            if (value < 1 || value > 9) {
                throw new IllegalArgumentException("gzip level is " + value + ": give 1 (fast) to 9 (small)");
            }
            gzipLevel = value;
            return this;
        }

        /**
         * @param value threads that compress; default all processors. Has no influence on the bytes.
         * @return this
         */
        public Builder parallelism(Parallelism value) {
            parallelism = Objects.requireNonNull(value, "parallelism");
            return this;
        }

        /**
         * @param value blocks to put between header and voxels; default none
         * @return this
         */
        public Builder extensions(List<NiftiExtension> value) {
            extensions = List.copyOf(value);
            return this;
        }

        /**
         * @param value a header whose space code, slice order and timing, description and auxiliary file are taken
         *     over; never its scaling, extents, spacings or display range. Default none
         * @return this
         */
        public Builder template(NiftiHeader value) {
            template = value;
            return this;
        }

        /**
         * @param value at most 79 ASCII characters, the rest is cut; default that of the template, or empty
         * @return this
         */
        public Builder description(String value) {
            description = value;
            return this;
        }

        /**
         * @param value 1 scanner, 2 aligned, 3 Talairach, 4 MNI, 5 template; default that of the template, or 2
         * @return this
         */
        public Builder spaceCode(int value) {
            if (value < 1 || value > Short.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "space code is " + value + ": give 1 (scanner) to 5 (template)");
            }
            spaceCode = value;
            return this;
        }

        /**
         * @param minimum value shown darkest; default 0
         * @param maximum value shown brightest; default 0, and both 0 mean: not said
         * @return this
         */
        public Builder displayRange(double minimum, double maximum) {
            displayMinimum = minimum;
            displayMaximum = maximum;
            return this;
        }

        /** @return the writer */
        public NiftiWriter build() {
            return new NiftiWriter(new Builder(this));
        }
    }
}
