package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.engram.cli.results.EpochsFile;
import org.engram.io.format.FileFormat;
import org.engram.io.format.Formats;
import org.engram.io.recording.Recordings;
import org.engram.io.recording.WritableRecordingFormat;
import org.engram.io.table.JsonFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VoxelType;
import org.engram.io.volume.Volumes;
import org.engram.io.volume.nifti.NiftiFormat;
import org.engram.io.volume.nifti.NiftiImage;
import org.engram.io.volume.nifti.NiftiReader;
import org.engram.io.volume.nifti.NiftiReader.Tolerance;
import org.engram.io.volume.nifti.NiftiVersion;
import org.engram.io.volume.nifti.NiftiWriter;
import org.engram.preprocessing.volume.resampling.Reorientation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram convert}: the same volume, recording or epochs in another format, type or orientation. */
@Command(name = "convert", description = {
        "Writes a volume, recording or epochs in the format the new name asks for.",
        "Recordings: .edf, .bdf, .vhdr, .fif; epochs: .npz, -epo.fif."}, footerHeading = "%nExamples:%n", footer = {
                "  engram convert scan.hdr scan.nii.gz",
                "  engram convert --type int16 --to-ras t1.nii t1_ras.nii.gz",
                "  engram convert night.edf night_raw.fif",
                "  engram convert --montage standard_1020 --types eeg,eog task.vhdr task_raw.fif",
                "  engram convert task-epo.fif task.npz"})
public final class ConvertCommand extends EngramCommand {
    @Parameters(index = "0", paramLabel = "IN", description = "A volume, a recording or epochs.")
    Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The new file; its ending says the format.")
    Path target;

    @Option(names = "--type", paramLabel = "TYPE", description = "How voxels are stored: ${COMPLETION-CANDIDATES} (default: as they are).")
    VoxelType type;

    @Option(names = "--nifti", paramLabel = "1|2", description = "NIfTI version (default: 1 where the size allows).")
    Integer niftiVersion;

    @Option(names = "--gzip-level", paramLabel = "1-9", defaultValue = "1", description = "Compression, from fast to small (default: ${DEFAULT-VALUE}).")
    int gzipLevel;

    @Option(names = "--to-ras", description = "Turn the axes to right, front, up by flips and swaps alone.")
    boolean toRas;

    @Option(names = "--prefer-qform", description = "Where qform and sform differ, take the qform.")
    boolean preferQform;

    @Option(names = "--strict", description = "Refuse headers that need a repair.")
    boolean strict;

    @Option(names = "--allow-truncated", description = "Volumes missing at the end of the file read as zeros.")
    boolean allowTruncated;

    @Option(names = "--force", description = "Replace OUT if it exists.")
    boolean force;

    @Mixin
    RecordingOptions recordings = new RecordingOptions();

    @Override
    public Integer call() throws IOException {
        if (strict && recordings.lenient) {
            throw wrongUsage("--strict and --lenient exclude each other");
        }
        if (niftiVersion != null && niftiVersion != 1 && niftiVersion != 2) {
            throw wrongUsage("--nifti is " + niftiVersion + ": give 1 or 2");
        }
        recordings.requireValid(this);
        OutputFile.require(this, in, target, force);
        InputKind kind = InputKind.of(in);
        if (kind == InputKind.OTHER) {
            refuseOptionsOf(in + " is no recording", Set.of("--lenient"), RecordingOptions.class);
            convertVolume();
        } else {
            refuseOptionsOf(in + " is no volume", Set.of("--force"), ConvertCommand.class);
            convertSignals(kind);
        }
        if (json) {
            out().println(JsonFile.format(Map.of("in", in.toString(), "out", target.toString())));
        }
        return 0;
    }

    private void convertSignals(InputKind kind) throws IOException {
        if (kind == InputKind.EPOCHS) {
            refuseOptionsOf(in + " holds epochs", Set.of(), RecordingOptions.class);
            EpochsFile.write(Recordings.readEpochs(in, this::print), target, progress());
        } else {
            Formats.forName(WritableRecordingFormat.class, target);
            Recordings.write(recordings.read(in, this::print), target, this::print, progress());
        }
    }

    private void convertVolume() throws IOException {
        if (Formats.detect(in) instanceof NiftiFormat) {
            convertNifti();
        } else {
            write(Volumes.read(in, this::print), NiftiWriter.builder());
        }
    }

    private void convertNifti() throws IOException {
        NiftiReader reader = NiftiReader.builder().preferQform(preferQform).allowTruncated(allowTruncated)
                .tolerance(
                        strict ? Tolerance.STRICT : recordings.lenient ? Tolerance.LENIENT : Tolerance.NORMAL)
                .build();
        NiftiImage image = reader.read(in);
        image.notices().forEach(this::print);
        NiftiWriter.Builder writer = NiftiWriter.builder().template(image.header())
                .extensions(image.extensions());
        write(image.volume(), writer);
    }

    private void write(Volume volume, NiftiWriter.Builder writer) throws IOException {
        try (Volume source = toRas ? Reorientation.toRas(volume) : volume) {
            writer.gzipLevel(gzipLevel).parallelism(parallelism());
            if (type != null) {
                writer.voxelType(type);
            }
            if (niftiVersion != null) {
                writer.version(niftiVersion == 1 ? NiftiVersion.NIFTI_1 : NiftiVersion.NIFTI_2);
            }
            if (!(Formats.forName(FileFormat.class, target) instanceof NiftiFormat)) {
                Volumes.write(source, target, this::print);
            } else {
                writer.build().write(source, target, this::print);
            }
        }
    }
}
