package org.engram.io.recording.fif;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.engram.io.recording.SampleSource;
import org.engram.io.recording.fif.tag.Elements;
import org.engram.io.recording.fif.tag.FifFile;
import org.engram.io.recording.fif.tag.Tag;
import org.engram.io.recording.fif.tag.Types;

/** Samples of a recording of one or several files, read from the buffers they lie in. */
final class RawSamples implements SampleSource {
    /** Stays in the cache while the samples of one channel after the other are picked from it. */
    private static final int LARGEST_READ = 1 << 18;

    private final List<RawPart> parts;
    private final double[][] scales;
    private final int channels;
    private final int[] partOf;
    private final Tag[] tags;
    private final long[] begins;

    /** @param scales for each part, SI units per stored number of each channel */
    RawSamples(List<RawPart> parts, double[][] scales) {
        this.parts = parts;
        this.scales = scales;
        channels = scales[0].length;
        int count = parts.stream().mapToInt(part -> part.buffers().size()).sum();
        partOf = new int[count];
        tags = new Tag[count];
        begins = new long[count + 1];
        int index = 0;
        for (int part = 0; part < parts.size(); part++) {
            for (RawPart.RawBuffer buffer : parts.get(part).buffers()) {
                partOf[index] = part;
                tags[index] = buffer.tag();
                begins[index + 1] = begins[index] + buffer.count();
                index++;
            }
        }
    }

    @Override
    public void read(int[] which, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        long end = firstSample + count;
        int found = Arrays.binarySearch(begins, firstSample);
        int buffer = found >= 0 ? found : -found - 2;
        FifFile.Reading reading = null;
        // One for all the buffers of the file: new ones would be garbage as large as the file.
        ByteBuffer bytes = null;
        int opened = -1;
        try {
            for (; buffer < tags.length && begins[buffer] < end; buffer++) {
                long from = Math.max(firstSample, begins[buffer]);
                int length = (int) (Math.min(end, begins[buffer + 1]) - from);
                int place = offset + (int) (from - firstSample);
                if (tags[buffer] == null) {
                    for (int i = 0; i < which.length; i++) {
                        Arrays.fill(into[i], place, place + length, 0);
                    }
                    continue;
                }
                if (opened != partOf[buffer]) {
                    if (reading != null) {
                        reading.close();
                    }
                    opened = partOf[buffer];
                    reading = parts.get(opened).file().reading();
                }
                int row = channels * Types.bytes(tags[buffer].type());
                int rows = Math.max(1, Math.min(length, LARGEST_READ / row));
                if (bytes == null || bytes.capacity() < rows * row) {
                    bytes = ByteBuffer.allocate(rows * row);
                }
                decode(reading, buffer, from - begins[buffer], length, which, into, place, bytes);
            }
        } finally {
            if (reading != null) {
                reading.close();
            }
        }
    }

    private void decode(FifFile.Reading reading, int buffer, long first, int length, int[] which,
            double[][] into, int place, ByteBuffer bytes) throws IOException {
        Tag tag = tags[buffer];
        double[] scale = scales[partOf[buffer]];
        int each = Types.bytes(tag.type());
        int row = channels * each;
        long start = 0;
        double packOffset = 0;
        double packScale = 1;
        if (tag.type() == Types.OLD_PACK) {
            ByteBuffer head = ByteBuffer.allocate(Types.OLD_PACK_HEADER_BYTES);
            reading.read(tag, 0, head);
            packOffset = head.getFloat();
            packScale = head.getFloat();
            start = Types.OLD_PACK_HEADER_BYTES;
        }
        int rows = bytes.capacity() / row;
        for (int done = 0; done < length; done += rows) {
            int now = Math.min(rows, length - done);
            bytes.clear().limit(now * row);
            reading.read(tag, start + (first + done) * row, bytes);
            for (int i = 0; i < which.length; i++) {
                int channel = which[i];
                Elements.column(tag.type(), bytes, channel * each, row, packScale * scale[channel],
                        packOffset * scale[channel], into[i], place + done, now);
            }
        }
    }
}
