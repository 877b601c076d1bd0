package org.engram.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.engram.cli.signals.SignalBrowser;
import org.engram.cli.terminal.DefaultBrowser;
import org.engram.cli.viewer.ColourMap;
import org.engram.cli.viewer.SceneFiles;
import org.engram.cli.viewer.ViewerFiles;
import org.engram.cli.viewer.ViewerPage;
import org.engram.cli.viewer.ViewerScene;
import org.engram.core.Notice;
import org.engram.io.recording.Recording;
import org.engram.io.table.JsonFile;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code engram view}: images and surfaces in one page that opens in any browser. */
@Command(name = "view", sortOptions = false, description = {
        "Shows volumes, maps and surfaces in one page that holds everything it needs and opens in any browser.",
        "A recording opens in the signal browser: scroll, scale, mark what is bad, save the marks for --marks."}, footerHeading = "%nExamples:%n", footer = {
                "  engram view T1w.nii.gz",
                "  engram view T1w.nii.gz zmap.nii.gz --threshold 3.1",
                "  engram view bold.nii.gz --out bold.html --no-open",
                "  engram view night.edf --montage standard_1020",
                "  engram view --surface lh.pial --values lh.thickness"})
public final class ViewCommand extends EngramCommand {
    @Parameters(paramLabel = "FILE", arity = "0..*", description = "One recording, or volumes; the first lies below, the others are laid over it. A series has a time slider;"
            + " of one that unpacks to more than 128 MiB the first volumes are shown.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--overlay", paramLabel = "FILE", description = "A further volume to lay over the first; the grids may differ. May be repeated.")
    List<Path> overlays = new ArrayList<>();

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    List<SurfaceFiles> surfaces = new ArrayList<>();

    /** A mesh and what is drawn on it. */
    static final class SurfaceFiles {
        @Option(names = "--surface", paramLabel = "FILE", required = true, description = "A mesh: GIfTI, FreeSurfer, PLY, OBJ or STL. May be repeated.")
        Path mesh;

        @Option(names = "--values", paramLabel = "FILE", description = "Values per vertex of the surface before it: GIfTI or FreeSurfer.")
        List<Path> values = new ArrayList<>();
    }

    @Option(names = "--threshold", paramLabel = "VALUE", description = "Overlays are clear where their absolute value is not above this. Default: 0 for masks and maps"
            + " thresholded already, else what shows the highest tenth.")
    Double threshold;

    @Option(names = "--colours", paramLabel = "NAME", description = "Colours of overlays: warm-cool, hot, viridis, magma, red, blue, green or gray. Default: red for"
            + " masks, warm-cool where there are negative values, else hot.")
    String colours;

    @Option(names = "--opacity", paramLabel = "0-1", defaultValue = "0.85", description = "Opacity of overlays (default: ${DEFAULT-VALUE}).")
    double opacity;

    @Mixin
    RecordingOptions recordings = new RecordingOptions();

    @Option(names = "--out", paramLabel = "PAGE", description = "The page to make or replace. Default: NAME_view.html in this folder.")
    Path target;

    @Option(names = "--no-open", description = "Do not open the page in the browser.")
    boolean keepClosed;

    @Override
    public Integer call() throws IOException {
        requireOptions();
        if (!files.isEmpty() && InputKind.of(files.get(0)) != InputKind.OTHER) {
            viewSignals(files.get(0));
            return 0;
        }
        refuseOptionsOf("what is shown is no recording", Set.of(), RecordingOptions.class);
        List<Notice> notices = new ArrayList<>();
        SceneFiles.Builder scene = SceneFiles.builder().opacity(opacity).notices(notices::add);
        if (threshold != null) {
            scene.threshold(threshold);
        }
        if (colours != null) {
            scene.colours(ColourMap.named(colours));
        }
        List<Path> volumes = new ArrayList<>(files);
        volumes.addAll(overlays);
        for (Path volume : volumes) {
            scene.volume(volume);
        }
        for (SurfaceFiles surface : surfaces) {
            scene.surface(surface.mesh, surface.values);
        }
        ViewerScene shown = scene.build();
        Path page = target == null ? defaultPage() : target;
        ViewerPage.write(shown, page);
        print(notices);
        report(page, volumes);
        if (!keepClosed) {
            DefaultBrowser.open(page);
        }
        return 0;
    }

    /** A recording is shown by itself, in the signal browser. */
    private void viewSignals(Path file) throws IOException {
        InputKind.requireRecording(file, "engram view");
        refuseOptionsOf(file + " is a recording", Set.of("--out", "--no-open"), ViewCommand.class,
                SurfaceFiles.class);
        if (files.size() > 1) {
            throw wrongUsage(file + " is a recording, which is shown by itself: leave out " + files.get(1));
        }
        recordings.requireValid(this);
        Path page = target == null ? defaultPage() : target;
        if (Files.exists(page) && Files.isSameFile(page, file)) {
            throw wrongUsage("--out is the recording itself: give another name");
        }
        List<Notice> notices = new ArrayList<>();
        Recording recording = recordings.read(file, notices::add);
        new SignalBrowser(recording, file.getFileName().toString()).write(page, progress());
        print(notices);
        if (json) {
            out().println(JsonFile.format(Map.of("page", page.toString(), "recording", file.toString())));
        } else {
            out().println("page: " + page);
        }
        if (!keepClosed) {
            DefaultBrowser.open(page);
        }
    }

    private void requireOptions() {
        if (files.isEmpty() && surfaces.isEmpty()) {
            throw wrongUsage("nothing to show: give a volume, or --surface");
        }
        if (threshold != null && !(threshold >= 0)) {
            throw wrongUsage("--threshold is " + threshold + ": give 0 or more, it counts for both signs");
        }
        if (!(opacity >= 0 && opacity <= 1)) {
            throw wrongUsage("--opacity is " + opacity + ": give 0 to 1");
        }
    }

    private Path defaultPage() {
        Path named = files.isEmpty() ? surfaces.get(0).mesh : files.get(0);
        return Path.of(ViewerFiles.stem(named) + "_view.html");
    }

    private void report(Path page, List<Path> volumes) {
        if (!json) {
            out().println("page: " + page);
            return;
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("page", page.toString());
        fields.put("volumes", volumes.stream().map(Path::toString).toList());
        fields.put("surfaces", surfaces.stream().map(surface -> surface.mesh.toString()).toList());
        out().println(JsonFile.format(fields));
    }
}
