package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.engram.cli.results.RunRecord;
import org.engram.compute.linalg.Matrix;
import org.engram.core.Notice;
import org.engram.io.table.Column;
import org.engram.io.table.JsonFile;
import org.engram.io.table.Table;
import org.engram.io.table.TableFile;
import org.engram.io.volume.Volume;
import org.engram.io.volume.Volumes;
import org.engram.preprocessing.fmri.maskers.LabelAtlas;
import org.engram.preprocessing.fmri.maskers.LabelMasker;
import org.engram.preprocessing.fmri.maskers.MapsMasker;
import org.engram.preprocessing.fmri.maskers.Masker;
import org.engram.preprocessing.fmri.maskers.MaskerOptions;
import org.engram.preprocessing.fmri.maskers.RegionStatistic;
import org.engram.preprocessing.fmri.maskers.Sphere;
import org.engram.preprocessing.fmri.maskers.SphereMasker;
import org.engram.preprocessing.volume.resampling.Grid;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram extract}: one series per region. */
@Command(name = "extract", description = "Writes one time series per region to a table: a column a region, a row a volume.", footerHeading = "%nExamples:%n", footer = {
        "  engram extract --labels aal.nii.gz bold.nii.gz regions.tsv",
        "  engram extract --spheres '20,-26,-8;-18,-20,-12' --radius 8 bold.nii.gz seeds.tsv",
        "  engram extract --maps networks_4d.nii.gz bold.nii.gz networks.tsv"})
public final class ExtractCommand extends EngramCommand {
    @Parameters(index = "0", paramLabel = "IN", description = "A volume or series.")
    Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The table, .tsv or .csv.")
    Path target;

    @ArgGroup(multiplicity = "1")
    Regions regions;

    /** Which regions: one of these. */
    static final class Regions {
        @Option(names = "--labels", paramLabel = "FILE", description = "An atlas: each whole number above 0 is a region.")
        Path labels;

        @Option(names = "--maps", paramLabel = "FILE", description = "A probabilistic atlas: each volume is a region; series by least squares.")
        Path maps;

        @Option(names = "--spheres", paramLabel = "X,Y,Z;...", description = "Centres in world millimetres; with --radius.")
        String spheres;
    }

    @Option(names = "--radius", paramLabel = "MM", defaultValue = "8", description = "Radius of the spheres (default: ${DEFAULT-VALUE}).")
    double radiusMillimetres;

    @Option(names = "--statistic", paramLabel = "HOW", defaultValue = "mean", description = "Over the voxels of a region: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    RegionStatistic statistic;

    @Option(names = "--force", description = "Replace OUT if it exists.")
    boolean force;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(target) && !force) {
            throw wrongUsage(target + " exists: give --force to replace it");
        }
        List<Sphere> spheres = regions.spheres == null ? List.of() : ofOptions(this::spheres);
        parallelismWithAlgebra();
        RunRecord record = startRecord();
        record.input(in);
        List<Notice> notices = new ArrayList<>();
        Table table;
        try (Volume series = Volumes.read(in, notices::add)) {
            Masker masker = masker(series, spheres, record, notices::add).forImage(series);
            table = table(masker, masker.transform(series));
        }
        TableFile.write(target, table);
        record.finish(notices).writeBeside(target);
        print(notices);
        report(table);
        return 0;
    }

    private List<Sphere> spheres() {
        List<Sphere> found = new ArrayList<>();
        for (String centre : regions.spheres.split(";")) {
            String[] numbers = centre.strip().split("\\s*,\\s*");
            if (numbers.length != 3) {
                throw new IllegalArgumentException("--spheres has '" + centre.strip()
                        + "': give three numbers, such as 20,-26,-8");
            }
            try {
                found.add(new Sphere(String.join("_", numbers), Double.parseDouble(numbers[0]),
                        Double.parseDouble(numbers[1]), Double.parseDouble(numbers[2]), radiusMillimetres));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("--spheres has '" + centre.strip()
                        + "': give three numbers, such as 20,-26,-8", e);
            }
        }
        return found;
    }

    private Masker masker(Volume series, List<Sphere> spheres, RunRecord record, Consumer<Notice> notices)
            throws IOException {
        MaskerOptions options = MaskerOptions.builder().parallelism(parallelism()).progress(progress())
                .notices(notices).build();
        if (!spheres.isEmpty()) {
            return SphereMasker.of(spheres, Grid.of(series), statistic, options);
        }
        Path file = regions.labels != null ? regions.labels : regions.maps;
        record.input(file);
        try (Volume atlas = Volumes.read(file, notices)) {
            if (regions.labels != null) {
                return LabelMasker.of(LabelAtlas.of(atlas), statistic, options);
            }
            List<String> names = IntStream.range(0, Math.toIntExact(atlas.volumeCount()))
                    .mapToObj(map -> "map_" + (map + 1)).toList();
            return MapsMasker.of(atlas, names, options);
        }
    }

    private static Table table(Masker masker, Matrix values) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < values.columns(); c++) {
            String name = masker.featureNames().get(c);
            // A header of bare numbers would read like data.
            columns.add(Column.ofNumbers(name.matches("\\d+") ? "label_" + name : name, values.column(c)));
        }
        return Table.of("regions", columns);
    }

    private void report(Table table) {
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("out", target.toString());
            fields.put("regions", table.columnNames());
            fields.put("volumes", table.rowCount());
            out().println(JsonFile.format(fields));
        } else {
            out().println(target + ": " + table.columnNames().size() + " regions, " + table.rowCount()
                    + " volumes");
        }
    }
}
