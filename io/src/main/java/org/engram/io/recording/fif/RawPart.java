package org.engram.io.recording.fif;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.ReadOptions;
import org.engram.io.recording.fif.tag.Block;
import org.engram.io.recording.fif.tag.Blocks;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.Kinds;
import org.engram.io.recording.fif.tag.Tag;
import org.engram.io.recording.fif.tag.Types;

/** One file of a recording: its info and where its buffers lie. */
record RawPart(FifFile file, MeasurementInfo info, long firstSample, List<RawBuffer> buffers) {
    private static final long MOST_SAMPLES = 1L << 52;

    /** Samples that follow each other; those of no tag were not stored and are zero. */
    record RawBuffer(Tag tag, long count) {
        boolean isGap() { return tag == null; }
    }

    static RawPart read(FifFile file, ReadOptions options, Consumer<Notice> notices) throws IOException {
        Block raw = rawBlock(file, options, notices);
        MeasurementInfo info = InfoReader.read(file, notices);
        return new Gathering(file, info.table().size()).of(raw, info);
    }

    private static Block rawBlock(FifFile file, ReadOptions options, Consumer<Notice> notices) {
        Optional<Block> plain = file.root().block(Blocks.RAW_DATA)
                .or(() -> file.root().block(Blocks.CONTINUOUS_DATA));
        if (plain.isPresent()) {
            return plain.get();
        }
        Block shielded = file.root().block(Blocks.SHIELDED_RAW_DATA)
                .orElseThrow(() -> FifContents.missing(file, "continuous recording"));
        String text = file.path()
                + ": was recorded with internal active shielding, which distorts it: run it through"
                + " Maxwell filtering first";
        if (!options.activeShielding()) {
            throw new UnsupportedFeatureException(
                    text + ", or allow active shielding to read it nevertheless");
        }
        notices.accept(new Notice("fif-active-shielding", text));
        return shielded;
    }

    long sampleCount() {
        return buffers.stream().mapToLong(RawBuffer::count).sum();
    }

    /** Goes through the tags of a raw block. */
    private static final class Gathering {
        private final FifFile file;
        private final int channels;
        private final List<RawBuffer> buffers = new ArrayList<>();
        private long firstSample;
        private long skippedBuffers;
        private long skippedSamples;
        private long total;

        Gathering(FifFile file, int channels) {
            this.file = file;
            this.channels = channels;
        }

        RawPart of(Block raw, MeasurementInfo info) throws IOException {
            for (Tag tag : raw.tags()) {
                switch (tag.kind()) {
                    case Kinds.FIRST_SAMPLE ->
                        firstSample = buffers.isEmpty() ? file.integer(tag) : firstSample;
                    case Kinds.DATA_SKIP -> skippedBuffers += Math.max(0, file.integer(tag));
                    case Kinds.DATA_SKIP_SAMPLES -> skippedSamples += Math.max(0, file.integer(tag));
                    case Kinds.DATA_BUFFER -> buffer(tag);
                    default -> {
                    } // other tags say nothing about samples
                }
            }
            if (buffers.isEmpty()) {
                throw new FormatException(file.path(), "its recording has no buffer of samples");
            }
            return new RawPart(file, info, firstSample, buffers);
        }

        private void buffer(Tag tag) {
            long count = samples(tag);
            if (count == 0) {
                return;
            }
            long skipped = skippedBuffers * count + skippedSamples;
            if (skipped > 0 && buffers.isEmpty()) {
                firstSample += skipped; // nothing was stored yet: the recording begins later
            } else if (skipped > 0) {
                buffers.add(new RawBuffer(null, skipped));
                total += skipped;
            }
            skippedBuffers = 0;
            skippedSamples = 0;
            buffers.add(new RawBuffer(tag, count));
            total += count;
            if (total > MOST_SAMPLES || firstSample > MOST_SAMPLES) {
                throw file.damaged(tag, "the recording skips to sample " + (firstSample + total)
                        + ", which no recording reaches: the file is damaged");
            }
        }

        private long samples(Tag tag) {
            int type = tag.type();
            if (Types.isComplex(type)) {
                throw new UnsupportedFeatureException(file.path()
                        + ": its samples are complex numbers, which are no recording: save the real part or power");
            }
            boolean known = switch (type) {
                case Types.INT16, Types.DAU_PACK16, Types.OLD_PACK, Types.INT32, Types.FLOAT32,
                        Types.FLOAT64 ->
                    true;
                default -> false;
            };
            if (!known) {
                throw file.damaged(tag, "samples have type " + type
                        + ", expected 2 or 16 (int16), 3 (int32), 4 (float32), 5 (float64) or 23 (old pack)");
            }
            long bytes = tag.size() - (type == Types.OLD_PACK ? Types.OLD_PACK_HEADER_BYTES : 0);
            long each = (long) channels * Types.bytes(type);
            if (bytes < 0 || bytes % each != 0) {
                throw file.damaged(tag, "a buffer of " + tag.size() + " bytes does not hold whole samples of "
                        + channels + " channels of " + Types.bytes(type) + " bytes");
            }
            return bytes / each;
        }
    }
}
