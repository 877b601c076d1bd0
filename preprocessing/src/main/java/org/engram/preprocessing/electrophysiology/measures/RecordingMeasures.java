package org.engram.preprocessing.electrophysiology.measures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.engram.core.EngramException;
import org.engram.core.Parallelism;
import org.engram.core.Progress;
import org.engram.io.recording.Epochs;
import org.engram.io.recording.Recording;
import org.engram.io.table.Column;
import org.engram.io.table.Table;
import org.engram.preprocessing.electrophysiology.connectivity.ConnectivityMatrix;
import org.engram.preprocessing.electrophysiology.connectivity.PhaseMeasure;
import org.engram.preprocessing.electrophysiology.connectivity.SpectralConnectivity;
import org.engram.preprocessing.electrophysiology.epoching.Epoching;
import org.engram.preprocessing.electrophysiology.epoching.SlidingWindows;
import org.engram.preprocessing.electrophysiology.seizures.NeuralFragility;
import org.engram.preprocessing.electrophysiology.seizures.SeizureFeatures;
import org.engram.preprocessing.electrophysiology.sleep.SlowWave;
import org.engram.preprocessing.electrophysiology.sleep.SlowWaveDetector;
import org.engram.preprocessing.electrophysiology.sleep.Spindle;
import org.engram.preprocessing.electrophysiology.sleep.SpindleDetector;
import org.engram.preprocessing.electrophysiology.spectra.AperiodicFit;
import org.engram.preprocessing.electrophysiology.spectra.BandPower;
import org.engram.preprocessing.electrophysiology.spectra.Spectrum;
import org.engram.preprocessing.electrophysiology.spectra.Welch;

/**
 * Measures of a recording's good brain channels, as tables.
 *
 * @param parallelism threads
 * @param progress told how far it is
 */
public record RecordingMeasures(Parallelism parallelism, Progress progress) {
    private static final Map<String, double[]> BANDS = bands();
    private static final double SEGMENT_SECONDS = 2;
    private static final double LOWEST_FITTED_HZ = 2;
    private static final double HIGHEST_FITTED_HZ = 40;

    private static Map<String, double[]> bands() {
        Map<String, double[]> bands = new LinkedHashMap<>();
        bands.put("delta", new double[] {1, 4});
        bands.put("theta", new double[] {4, 8});
        bands.put("alpha", new double[] {8, 13});
        bands.put("beta", new double[] {13, 30});
        bands.put("gamma", new double[] {30, 45});
        return bands;
    }

    private static int[] channels(Recording recording) {
        int[] channels = recording.goodBrainChannels();
        if (channels.length == 0) {
            throw new EngramException("the recording has no good brain channel: nothing can be measured");
        }
        return channels;
    }

    private static List<String> names(Recording recording, int[] channels) {
        return IntStream.of(channels).mapToObj(c -> recording.channels().get(c).name()).toList();
    }

    /**
     * Power in the usual bands (delta 1-4, theta 4-8, alpha 8-13, beta 13-30, gamma 30-45 Hz), its share of 1-45 Hz, and the
     * aperiodic exponent and offset fitted to 2-40 Hz, by Welch's method in segments of 2 s that overlap by half.
     *
     * @param recording a recording
     * @return a row for each channel, power in the square of its unit; bands beyond half the sampling rate are left out
     * @throws IOException if it cannot be read
     */
    public Table spectrum(Recording recording) throws IOException {
        int[] channels = channels(recording);
        int segment = (int) Math.min(recording.sampleCount(),
                Math.rint(SEGMENT_SECONDS * recording.samplingRateHz()));
        Spectrum spectrum = Welch.builder().segmentSamples(segment).overlapSamples(segment / 2)
                .parallelism(parallelism)
                .build().of(recording, channels, progress);
        double nyquist = recording.samplingRateHz() / 2;
        List<Column> columns = new ArrayList<>();
        columns.add(Column.ofText("channel", names(recording, channels)));
        Spectrum whole = spectrum.between(1, Math.min(45, nyquist));
        for (Map.Entry<String, double[]> band : BANDS.entrySet()) {
            double[] edges = band.getValue();
            if (edges[1] <= nyquist) {
                columns.add(
                        Column.ofNumbers(band.getKey(), BandPower.absolute(spectrum, edges[0], edges[1])));
                columns.add(Column.ofNumbers(band.getKey() + "_share",
                        BandPower.relative(whole, edges[0], edges[1])));
            }
        }
        Spectrum fitted = spectrum.between(LOWEST_FITTED_HZ, Math.min(HIGHEST_FITTED_HZ, nyquist));
        double[] exponent = new double[channels.length];
        double[] offset = new double[channels.length];
        for (int c = 0; c < channels.length; c++) {
            AperiodicFit fit = AperiodicFit.of(fitted.frequenciesHz(), fitted.density()[c],
                    AperiodicFit.Options.DEFAULT);
            exponent[c] = fit.exponent();
            offset[c] = fit.offset();
        }
        columns.add(Column.ofNumbers("aperiodic_exponent", exponent));
        columns.add(Column.ofNumbers("aperiodic_offset", offset));
        return Table.of("spectrum", columns);
    }

    /**
     * Relations between channels in a band, over windows that lie side by side; windows in bad stretches are left out.
     *
     * @param recording a recording
     * @param lowHz lower edge of the band
     * @param highHz upper edge
     * @param windowSeconds length of a window
     * @param measures what to compute
     * @return a row for each pair of channels
     * @throws IOException if it cannot be read
     */
    public Table connectivity(Recording recording, double lowHz, double highHz, double windowSeconds,
            EnumSet<PhaseMeasure> measures) throws IOException {
        int[] channels = channels(recording);
        int size = (int) Math.rint(windowSeconds * recording.samplingRateHz());
        Epochs windows = SlidingWindows.sideBySide(size).ofRecording(recording,
                Epoching.builder(0, (size - 1) / recording.samplingRateHz()));
        Map<PhaseMeasure, ConnectivityMatrix> found = new SpectralConnectivity(lowHz, highHz, measures).of(
                windows,
                channels, parallelism, progress);
        List<String> names = names(recording, channels);
        List<String> one = new ArrayList<>();
        List<String> other = new ArrayList<>();
        Map<PhaseMeasure, double[]> values = new LinkedHashMap<>();
        int pairs = channels.length * (channels.length - 1) / 2;
        measures.forEach(measure -> values.put(measure, new double[pairs]));
        for (int i = 0; i < channels.length; i++) {
            for (int j = i + 1; j < channels.length; j++) {
                for (PhaseMeasure measure : measures) {
                    values.get(measure)[one.size()] = found.get(measure).values()[i][j];
                }
                one.add(names.get(i));
                other.add(names.get(j));
            }
        }
        List<Column> columns = new ArrayList<>(
                List.of(Column.ofText("one", one), Column.ofText("other", other)));
        values.forEach((measure, column) -> columns
                .add(Column.ofNumbers(measure.name().toLowerCase(Locale.ROOT), column)));
        return Table.of("connectivity", columns);
    }

    /**
     * @param recording a recording of sleep; each channel is held in memory while it is looked at
     * @return a row for each spindle
     * @throws IOException if it cannot be read
     */
    public Table spindles(Recording recording) throws IOException {
        List<String> names = new ArrayList<>();
        List<Spindle> all = new ArrayList<>();
        for (int channel : channels(recording)) {
            SpindleDetector.DEFAULT.detect(samples(recording, channel), recording.samplingRateHz())
                    .forEach(spindle -> {
                        names.add(recording.channels().get(channel).name());
                        all.add(spindle);
                    });
        }
        return Table.of("spindles", List.of(Column.ofText("channel", names),
                numbers("start", all.stream().mapToDouble(Spindle::startSeconds).toArray()),
                numbers("duration", all.stream().mapToDouble(Spindle::durationSeconds).toArray()),
                numbers("peak", all.stream().mapToDouble(Spindle::peakSeconds).toArray()),
                numbers("amplitude", all.stream().mapToDouble(Spindle::amplitude).toArray()),
                numbers("frequency", all.stream().mapToDouble(Spindle::frequencyHz).toArray()),
                numbers("relative_power", all.stream().mapToDouble(Spindle::relativePower).toArray()),
                numbers("oscillations", all.stream().mapToDouble(Spindle::oscillations).toArray())));
    }

    /**
     * @param recording a recording of sleep; each channel is held in memory while it is looked at
     * @return a row for each slow wave
     * @throws IOException if it cannot be read
     */
    public Table slowWaves(Recording recording) throws IOException {
        List<String> names = new ArrayList<>();
        List<SlowWave> all = new ArrayList<>();
        for (int channel : channels(recording)) {
            SlowWaveDetector.DEFAULT.detect(samples(recording, channel), recording.samplingRateHz())
                    .forEach(wave -> {
                        names.add(recording.channels().get(channel).name());
                        all.add(wave);
                    });
        }
        return Table.of("slow waves", List.of(Column.ofText("channel", names),
                numbers("start", all.stream().mapToDouble(SlowWave::startSeconds).toArray()),
                numbers("duration", all.stream().mapToDouble(SlowWave::durationSeconds).toArray()),
                numbers("trough", all.stream().mapToDouble(SlowWave::negativePeakSeconds).toArray()),
                numbers("crest", all.stream().mapToDouble(SlowWave::positivePeakSeconds).toArray()),
                numbers("peak_to_peak", all.stream().mapToDouble(SlowWave::peakToPeak).toArray()),
                numbers("slope", all.stream().mapToDouble(SlowWave::slope).toArray())));
    }

    /**
     * Neural fragility and line length of each contact.
     *
     * @param recording a stretch around the onset of a seizure, held in memory
     * @param fromSeconds windows from here on are averaged
     * @param toSeconds up to here
     * @return a row for each contact
     * @throws IOException if it cannot be read
     */
    public Table fragility(Recording recording, double fromSeconds, double toSeconds) throws IOException {
        int[] channels = channels(recording);
        double[][] samples = recording.read(channels, 0, Math.toIntExact(recording.sampleCount()));
        double[] fragility = NeuralFragility.DEFAULT
                .of(samples, recording.samplingRateHz(), parallelism, progress)
                .mean(fromSeconds, toSeconds);
        int from = (int) Math.max(0, Math.rint(fromSeconds * recording.samplingRateHz()));
        int to = (int) Math.min(recording.sampleCount(), Math.rint(toSeconds * recording.samplingRateHz()));
        double[][] part = Arrays.stream(samples).map(row -> Arrays.copyOfRange(row, from, to))
                .toArray(double[][]::new);
        return Table.of("fragility", List.of(Column.ofText("channel", names(recording, channels)),
                numbers("fragility", fragility), numbers("line_length", SeizureFeatures.lineLength(part))));
    }

    private static double[] samples(Recording recording, int channel) throws IOException {
        return recording.read(new int[] {channel}, 0, Math.toIntExact(recording.sampleCount()))[0];
    }

    private static Column numbers(String name, double[] values) {
        return Column.ofNumbers(name, values);
    }
}
