package org.engram.io.recording.samples;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import org.engram.core.UnsupportedFeatureException;
import org.engram.io.recording.SampleSource;

/**
 * Reads samples of signals that all have the same number of samples in a record. Either whole records, many at once, or
 * only the bytes asked for, whichever takes less time. Opens the file for each call and keeps nothing.
 */
public final class RecordSamples implements SampleSource {
    private static final int CHUNK_BYTES = 1 << 20;
    /** A record up to this size may be read whole. */
    private static final int LARGEST_BUFFER = 1 << 24;
    /** How many bytes are read in the time one more system call takes, roughly. */
    private static final long BYTES_PER_CALL = 1 << 14;

    private final RecordLayout layout;
    private final StoredSignal[] signals;
    private final int perRecord;

    /**
     * @param layout where records lie
     * @param signals each signal, in the order of channels; all with the same number of samples in a record
     */
    public RecordSamples(RecordLayout layout, List<StoredSignal> signals) {
        this.layout = layout;
        this.signals = signals.toArray(new StoredSignal[0]);
        this.perRecord = signals.isEmpty() ? 1 : signals.get(0).samples();
        for (StoredSignal signal : signals) {
            if (signal.samples() != perRecord || signal.offset() + signal.bytes() > layout.recordBytes()) {
                throw new IllegalArgumentException(signal + " does not fit records of " + perRecord
                        + " samples in " + layout.recordBytes() + " bytes");
            }
        }
    }

    /**
     * Samples stored frame after frame, one sample of each channel in every frame.
     *
     * @param file the file
     * @param start place of the first frame
     * @param type how a sample is stored
     * @param bigEndian whether numbers have their highest byte first
     * @param sampleCount samples of each channel, all of which lie in the file
     * @param gains SI units per stored unit, one for each channel
     * @return their source
     */
    public static RecordSamples interleaved(Path file, long start, NumberType type, boolean bigEndian,
            long sampleCount, double[] gains) {
        RecordLayout frames = new RecordLayout(file, start, (long) gains.length * type.bytes(), sampleCount,
                bigEndian);
        return new RecordSamples(frames, StoredSignal.oneAfterTheOther(1, type, gains));
    }

    /**
     * Samples of all times of the first channel, then of the second, from the first byte of a file on, little-endian.
     *
     * @param file the file
     * @param type how a sample is stored
     * @param sampleCount samples of each channel, all of which lie in the file
     * @param gains SI units per stored unit, one for each channel
     * @return their source
     * @throws UnsupportedFeatureException if there are more than 2^31 - 1 samples
     */
    public static RecordSamples vectorized(Path file, NumberType type, long sampleCount, double[] gains) {
        if (sampleCount > Integer.MAX_VALUE) {
            throw new UnsupportedFeatureException(file + ": holds " + sampleCount
                    + " samples of one channel after the other, more than 2147483647: export them multiplexed");
        }
        return channelByChannel(file, 0, type, false, (int) Math.max(1, sampleCount),
                sampleCount == 0 ? 0 : 1,
                gains);
    }

    /**
     * Samples stored record after record, in each channel after channel; all of one channel after the other in a file of
     * one record.
     *
     * @param file the file
     * @param start place of the first record
     * @param type how a sample is stored
     * @param bigEndian whether numbers have their highest byte first
     * @param perRecord samples of each channel in a record, at least 1
     * @param recordCount how many records, all of which lie in the file
     * @param gains SI units per stored unit, one for each channel
     * @return their source
     */
    public static RecordSamples channelByChannel(Path file, long start, NumberType type, boolean bigEndian,
            int perRecord, long recordCount, double[] gains) {
        RecordLayout records = new RecordLayout(file, start, (long) gains.length * perRecord * type.bytes(),
                recordCount, bigEndian);
        return new RecordSamples(records, StoredSignal.oneAfterTheOther(perRecord, type, gains));
    }

    @Override
    public void read(int[] channels, long firstSample, int count, double[][] into, int offset)
            throws IOException {
        if (channels.length == 0 || count == 0) {
            return;
        }
        long firstByte = Long.MAX_VALUE;
        long endByte = 0;
        long asked = 0;
        for (int channel : channels) {
            StoredSignal signal = signals[channel];
            firstByte = Math.min(firstByte, signal.offset());
            endByte = Math.max(endByte, signal.offset() + signal.bytes());
            asked += (long) count * signal.type().bytes();
        }
        long records = (firstSample + count - 1) / perRecord - firstSample / perRecord + 1;
        long apart = asked + records * channels.length * BYTES_PER_CALL;
        long whole = (records - 1) * layout.recordBytes() + endByte - firstByte;
        Request request = new Request(channels, firstSample, count, into, offset);
        try (FileChannel channel = layout.open()) {
            if (whole <= apart && endByte - firstByte <= LARGEST_BUFFER) {
                readTogether(channel, request, firstByte, (int) (endByte - firstByte));
            } else {
                readApart(channel, request);
            }
        }
    }

    private record Request(int[] channels, long firstSample, int count, double[][] into, int offset) {
        long endSample() {
            return firstSample + count;
        }
    }

    private void readTogether(FileChannel channel, Request request, long firstByte, int length)
            throws IOException {
        long first = request.firstSample / perRecord;
        long end = (request.endSample() - 1) / perRecord + 1;
        long together = Math.max(1, Math.min(end - first, CHUNK_BYTES / layout.recordBytes()));
        byte[] bytes = new byte[Math.toIntExact((together - 1) * layout.recordBytes() + length)];
        for (long record = first; record < end; record += together) {
            int count = (int) Math.min(together, end - record);
            layout.read(channel, layout.dataOffset() + record * layout.recordBytes() + firstByte, bytes,
                    (int) ((count - 1) * layout.recordBytes() + length));
            // Records that are longer than a chunk are read one by one, and have no next one in the buffer.
            int stride = together == 1 ? 0 : (int) layout.recordBytes();
            decode(bytes, stride, record, count, firstByte, request);
        }
    }

    /** Scales each stretch at once, while it lies in the cache. */
    private void decode(byte[] bytes, int stride, long firstRecord, int records, long firstByte,
            Request request) {
        long start = Math.max(firstRecord * perRecord, request.firstSample);
        long end = Math.min((firstRecord + records) * perRecord, request.endSample());
        int to = request.offset + (int) (start - request.firstSample);
        for (int i = 0; i < request.channels.length; i++) {
            StoredSignal signal = signals[request.channels[i]];
            int at = (int) (signal.offset() - firstByte);
            if (perRecord == 1) {
                signal.type().decode(bytes, at, stride, records, layout.bigEndian(), request.into[i], to);
            } else {
                decode(bytes, at, stride, firstRecord, records, signal, request, request.into[i]);
            }
            signal.scale(request.into[i], to, (int) (end - start));
        }
    }

    private void decode(byte[] bytes, int at, int stride, long firstRecord, int records, StoredSignal signal,
            Request request, double[] into) {
        int size = signal.type().bytes();
        for (int record = 0; record < records; record++) {
            long start = (firstRecord + record) * perRecord;
            long from = Math.max(start, request.firstSample);
            long end = Math.min(start + perRecord, request.endSample());
            signal.type().decode(bytes, record * stride + at + (int) (from - start) * size, size,
                    (int) (end - from), layout.bigEndian(), into,
                    request.offset + (int) (from - request.firstSample));
        }
    }

    private void readApart(FileChannel channel, Request request) throws IOException {
        int piece = Math.min(Math.min(perRecord, request.count), CHUNK_BYTES / Double.BYTES);
        byte[] bytes = new byte[piece * Double.BYTES];
        long sample = request.firstSample;
        while (sample < request.endSample()) {
            long record = sample / perRecord;
            int within = (int) (sample % perRecord);
            int count = (int) Math.min(Math.min(piece, perRecord - within), request.endSample() - sample);
            for (int i = 0; i < request.channels.length; i++) {
                StoredSignal signal = signals[request.channels[i]];
                int size = signal.type().bytes();
                layout.read(channel, layout.dataOffset() + record * layout.recordBytes() + signal.offset()
                        + (long) within * size, bytes, count * size);
                int to = request.offset + (int) (sample - request.firstSample);
                signal.type().decode(bytes, 0, size, count, layout.bigEndian(), request.into[i], to);
                signal.scale(request.into[i], to, count);
            }
            sample += count;
        }
    }
}
