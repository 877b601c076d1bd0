package org.engram.io.volume.nifti;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.engram.core.FormatException;
import org.engram.core.Notice;
import org.engram.io.format.FileStart;
import org.engram.io.format.FileSummary;
import org.engram.io.volume.Affine;
import org.engram.io.volume.Volume;
import org.engram.io.volume.VolumeFormat;

/** NIfTI and Analyze as a registered format, with default options. */
public final class NiftiFormat implements VolumeFormat {
    private static final List<String> EXTENSIONS = List.of(".nii.gz", ".nii", ".hdr", ".img", ".hdr.gz",
            ".img.gz");

    /** Made by the service loader. */
    public NiftiFormat() {}

    @Override
    public String name() {
        return "NIfTI";
    }

    @Override
    public List<String> extensions() {
        return EXTENSIONS;
    }

    @Override
    public Match recognise(FileStart start) {
        String name = start.lowerCaseName();
        boolean named = EXTENSIONS.stream().anyMatch(name::endsWith);
        HeaderLayout layout = HeaderLayout.recognise(start.bytes());
        if (layout != null && (layout.version() != NiftiVersion.ANALYZE || name.contains(".hdr"))) {
            return Match.CONTENT;
        }
        return named ? Match.NAME : Match.NONE;
    }

    @Override
    public Volume read(Path file, Consumer<Notice> notices) throws IOException {
        NiftiImage image = NiftiReader.defaults().read(file);
        image.notices().forEach(notices);
        return image.volume();
    }

    @Override
    public void write(Volume volume, Path file, Consumer<Notice> notices) throws IOException {
        NiftiWriter.defaults().write(volume, file, notices);
    }

    @Override
    public FileSummary summarise(Path file) throws IOException {
        NiftiReader reader = NiftiReader.defaults();
        NiftiReader.Parsed parsed = reader.parse(file);
        List<Notice> notices = new ArrayList<>(parsed.notices().all());
        try {
            reader.openVoxels(parsed).close();
        } catch (FormatException e) {
            notices.add(new Notice("volume-truncated", e.getMessage()));
        }
        return new FileSummary(parsed.header().version().title(), facts(parsed), notices);
    }

    private static Map<String, String> facts(NiftiReader.Parsed parsed) {
        NiftiHeader header = parsed.header();
        Affine affine = parsed.affine();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("shape",
                Arrays.stream(parsed.shape()).mapToObj(Long::toString).collect(Collectors.joining(" x ")));
        facts.put("voxel size (mm)", numbers(affine.voxelSizes()));
        if (!Double.isNaN(parsed.repetitionTimeSeconds())) {
            facts.put("repetition time (s)", number(parsed.repetitionTimeSeconds()));
        }
        facts.put("orientation", AxisCodes.of(affine));
        for (int row = 0; row < 3; row++) {
            facts.put("affine row " + (row + 1), numbers(affine.toRows()[row]));
        }
        facts.put("sform / qform code",
                header.orientation().sformCode() + " / " + header.orientation().qformCode());
        facts.put("voxel type", NiftiDatatypes.name(header.storage().datatype()));
        if (!parsed.layout().scaling().isNone()) {
            facts.put("slope, intercept", number(parsed.layout().scaling().slope()) + ", "
                    + number(parsed.layout().scaling().intercept()));
        }
        facts.put("units", NiftiUnits.spaceName(header.grid().unitsCode()) + ", "
                + NiftiUnits.timeName(header.grid().unitsCode()));
        facts.put("byte order", header.byteOrder().toString().toLowerCase(Locale.ROOT).replace('_', '-'));
        facts.put("data size (bytes)", Long.toString(parsed.layout().dataBytes()));
        if (header.intent().code() != 0) {
            facts.put("intent", (header.intent().meaning() + " " + header.intent().name()).strip());
        }
        if (!header.display().description().isBlank()) {
            facts.put("description", header.display().description().strip());
        }
        for (NiftiExtension extension : parsed.extensions()) {
            facts.merge("extensions", "code " + extension.code() + ", " + extension.length() + " bytes",
                    (a, b) -> a + "; " + b);
        }
        return facts;
    }

    private static String numbers(double[] values) {
        StringJoiner joined = new StringJoiner(", ");
        for (double value : values) {
            joined.add(number(value));
        }
        return joined.toString();
    }

    private static String number(double value) {
        return Float.toString((float) value).replaceFirst("\\.0$", "");
    }
}
