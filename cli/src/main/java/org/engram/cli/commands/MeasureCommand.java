package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.engram.cli.results.RunRecord;
import org.engram.core.Notice;
import org.engram.io.recording.Recording;
import org.engram.io.table.ClosestName;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.preprocessing.electrophysiology.connectivity.PhaseMeasure;
import org.engram.preprocessing.electrophysiology.measures.RecordingMeasures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram measure}: numbers about a recording, as a table. */
@Command(name = "measure", sortOptions = false, description = {
        "Measures a recording, and writes a table: spectrum (power in bands and the aperiodic part of each channel),",
        "connectivity (of each pair of channels, in a band), spindles and slow-waves (of sleep), or fragility (of the",
        "contacts of an intracranial recording around the onset of a seizure, with line length)."}, footerHeading = "%nExamples:%n", footer = {
                "  engram measure spectrum clean_raw.fif --out spectrum.csv",
                "  engram measure connectivity clean_raw.fif --band 8-13 --measures weighted-phase-lag-index --out alpha.tsv",
                "  engram measure spindles night.edf --channels Cz --out spindles.csv",
                "  engram measure fragility seizure.edf --from 0 --to 10 --out fragility.csv"})
public final class MeasureCommand extends EngramCommand {
    private static final List<String> KINDS = List.of("spectrum", "connectivity", "spindles", "slow-waves",
            "fragility");

    @Parameters(index = "0", paramLabel = "KIND", description = "spectrum, connectivity, spindles, slow-waves or fragility.")
    String kind;

    @Parameters(index = "1", paramLabel = "RECORDING", description = "A continuous recording.")
    Path in;

    @Option(names = "--out", paramLabel = "TABLE", required = true, description = "A name that ends in .csv or .tsv.")
    Path target;

    @Option(names = "--band", paramLabel = "L-H", defaultValue = "8-13", description = "connectivity: the band in Hz (default: ${DEFAULT-VALUE}).")
    String band;

    @Option(names = "--window", paramLabel = "S", defaultValue = "2", description = "connectivity: length of the windows that count as trials (default: ${DEFAULT-VALUE}).")
    double windowSeconds;

    @Option(names = "--measures", paramLabel = "NAME,...", split = ",", defaultValue = "coherence,weighted-phase-lag-index", description = "connectivity: coherence, imaginary-coherence, phase-locking, pairwise-phase-consistency, phase-lag-index, weighted-phase-lag-index, debiased-weighted-phase-lag-index (default: ${DEFAULT-VALUE}).")
    List<String> measures;

    @Option(names = "--from", paramLabel = "S", defaultValue = "0", description = "fragility: begin of what is averaged (default: ${DEFAULT-VALUE}).")
    double fromSeconds;

    @Option(names = "--to", paramLabel = "S", description = "fragility: its end (default: that of the recording).")
    Double toSeconds;

    @Mixin
    RecordingOptions recordings = new RecordingOptions();

    @Override
    public Integer call() throws IOException {
        recordings.requireValid(this);
        ofOptions(this::requireKind);
        double[] edges = ofOptions(this::edges);
        EnumSet<PhaseMeasure> wanted = ofOptions(this::measures);
        InputKind.requireRecording(in, "engram measure");
        OutputFile.require(this, in, target, true);
        RunRecord record = startRecord();
        record.input(in);
        List<Notice> notices = new ArrayList<>();
        Recording recording = recordings.read(in, notices::add);
        RecordingMeasures measure = new RecordingMeasures(parallelismWithAlgebra(), progress());
        Table table = switch (kind) {
            case "spectrum" -> measure.spectrum(recording);
            case "connectivity" -> measure.connectivity(recording, edges[0], edges[1], windowSeconds, wanted);
            case "spindles" -> measure.spindles(recording);
            case "slow-waves" -> measure.slowWaves(recording);
            default -> measure.fragility(recording, fromSeconds,
                    toSeconds == null ? recording.durationSeconds() : toSeconds);
        };
        TableFile.write(target, table);
        record.finish(notices).writeBeside(target, Map.of("Kind", kind));
        print(notices);
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("kind", kind);
            fields.put("rows", table.rowCount());
            fields.put("table", target.toString());
            out().println(JsonFile.format(fields));
        } else {
            out().println(
                    target + ": " + table.rowCount() + " rows of " + String.join(", ", table.columnNames()));
        }
        return 0;
    }

    private String requireKind() {
        if (!KINDS.contains(kind)) {
            throw new IllegalArgumentException("\"" + kind + "\" cannot be measured; "
                    + ClosestName.hint(kind, KINDS));
        }
        return kind;
    }

    private double[] edges() {
        String[] parts = band.split("-", -1);
        try {
            double low = Double.parseDouble(parts[0]);
            double high = Double.parseDouble(parts[1]);
            if (parts.length == 2 && low >= 0 && high >= low) {
                return new double[] {low, high};
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "--band is \"" + band + "\": give two frequencies in Hz, such as 8-13");
    }

    private EnumSet<PhaseMeasure> measures() {
        EnumSet<PhaseMeasure> chosen = EnumSet.noneOf(PhaseMeasure.class);
        measures.forEach(
                name -> chosen.add(RecordingCleaningOptions.choice(PhaseMeasure.class, name, "--measures")));
        return chosen;
    }
}
