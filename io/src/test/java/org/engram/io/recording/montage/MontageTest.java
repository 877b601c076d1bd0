package org.engram.io.recording.montage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.engram.core.EngramException;
import org.engram.core.Notice;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.RecordingFuzz;
import org.engram.testdata.RealData;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected places are those of mne 1.3.0 (make_mat_eeglab_brainvision_montage.py). */
class MontageTest {
    private static JsonNode expected;

    @TempDir
    Path folder;

    @BeforeAll
    static void load() throws Exception {
        expected = new ObjectMapper().readTree(resource("montages.json").toFile());
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(MontageTest.class.getResource(name).toURI());
    }

    private static Position place(JsonNode node) {
        return new Position(node.get(0).asDouble(), node.get(1).asDouble(), node.get(2).asDouble());
    }

    private static void assertSame(String name, Montage montage, double tolerance) {
        JsonNode positions = expected.get(name).get("positions");
        assertEquals(positions.size(), montage.positions().size(), name);
        montage.positions().forEach((electrode, position) -> assertEquals(0,
                position.distanceTo(place(positions.get(electrode))), tolerance, name + " " + electrode));
        JsonNode fiducials = expected.get(name).get("fiducials");
        if (montage.fiducials().isPresent()) {
            assertEquals(0, montage.fiducials().get().nasion().distanceTo(place(fiducials.get(0))),
                    tolerance);
            assertEquals(0, montage.fiducials().get().right().distanceTo(place(fiducials.get(2))), tolerance);
        }
    }

    /** mne scales to a median radius of 0.095 m and reads .sfp in single precision. */
    @ParameterizedTest
    @ValueSource(strings = {"sfp", "elc", "locs", "txt", "elp", "bvef"})
    void readsFilesAsMneDoes(String ending) throws Exception {
        Montage montage = MontageFile.read(resource("m." + ending), notice -> {});
        assertSame(ending, montage.scaledTo(0.095), 2e-8);
    }

    @Test
    void bringsLengthsToMetres() throws Exception {
        List<Notice> notices = new ArrayList<>();
        Montage centimetres = MontageFile.read(resource("m.sfp"), notices::add);
        assertEquals(0, centimetres.positions().get("Cz").distanceTo(new Position(0, 0.005, 0.094)), 1e-12);
        assertEquals("montage-unit-inferred", notices.get(0).code());
        Montage millimetres = MontageFile.read(resource("m.elc"), notices::add);
        assertEquals(0, millimetres.positions().get("Cz").distanceTo(new Position(0, 0.005, 0.094)), 1e-12);
        assertEquals(1, notices.size());
    }

    @Test
    void turnsPlacesIntoTheHeadFrameAsMneDoes() throws Exception {
        Montage scaled = MontageFile.read(resource("m.sfp"), notice -> {}).scaledTo(0.095);
        // mne keeps the way to the head in single precision.
        assertSame("sfp_head", scaled.inHeadFrame(), 1e-7);
        Montage polhemus = MontageFile.read(resource("polhemus.elp"), notice -> {});
        assertSame("polhemus_head", polhemus.inHeadFrame(), 1e-7);
        Montage shape = MontageFile.read(resource("polhemus.hsp"), notice -> {}).inHeadFrame();
        assertEquals(3, shape.headShape().size());
        // The first two points of the shape are the two sensors of the other file.
        assertEquals(0, shape.headShape().get(1).distanceTo(polhemus.inHeadFrame().positions().get("E2")),
                1e-12);
    }

    @Test
    void readsRealFilesAsMneDoes() throws Exception {
        String at = "formats/mne_montages/";
        Montage egi = MontageFile.read(RealData.path(at + "GSN-HydroCel-128.sfp"), notice -> {});
        assertSame("GSN-HydroCel-128", egi.scaledTo(0.095), 2e-8);
        assertSame("GSN_head", egi.scaledTo(0.095).inHeadFrame(), 1e-7);
        Montage biosemi = MontageFile.read(RealData.path(at + "biosemi64.txt"), notice -> {});
        assertSame("biosemi64", biosemi, 1e-9);
        // mne reads the angles of this file as whole degrees and so drops their fractions.
        assertSame("biosemi256", MontageFile.read(RealData.path(at + "biosemi256.txt"), notice -> {}),
                0.0025);
        Montage eeglab = MontageFile.read(RealData.path("eeg/eeglab_sample/eeglab_chan32.locs"),
                notice -> {});
        assertEquals(32, eeglab.positions().size());
    }

    private static double angle(Position a, Position b) {
        double dot = (a.x() * b.x() + a.y() * b.y() + a.z() * b.z()) / (a.norm() * b.norm());
        return Math.toDegrees(Math.acos(Math.min(1, dot)));
    }

    @Test
    void standardPlacesFollowTheDefinition() {
        Map<String, Position> places = StandardMontages.named("standard_1005").positions();
        places.forEach((name, position) -> assertEquals(0.095, position.norm(), 1e-15, name));
        Position vertex = places.get("Cz");
        for (String name : List.of("Fpz", "T7", "T8", "Oz", "F7", "PO8", "Fp1")) {
            assertEquals(90, angle(vertex, places.get(name)), 1e-9, name);
        }
        assertEquals(45, angle(vertex, places.get("Fz")), 1e-9);
        assertEquals(45, angle(vertex, places.get("C3")), 1e-9);
        assertEquals(places.get("T7"), places.get("T3"));
        // A row divides its arc evenly: neighbours are equally far apart.
        assertEquals(places.get("F7").distanceTo(places.get("F5")),
                places.get("F1").distanceTo(places.get("Fz")),
                1e-12);
        assertEquals(places.get("AFF6").distanceTo(places.get("AFF6h")),
                places.get("AFF2h").distanceTo(places.get("AFFz")), 1e-12);
        places.forEach((name, position) -> {
            if (name.matches(".*[13579]h?")) {
                assertTrue(position.x() < 0, name);
            }
        });
    }

    /** Against the template head of mne about its own centre, and the table of BioSemi. */
    @Test
    void standardPlacesAreNearTheTemplateHead() {
        for (String name : List.of("standard_1005", "standard_1020", "biosemi64")) {
            Map<String, Position> places = StandardMontages.named(name).positions();
            JsonNode others = expected.get(name).get("positions");
            assertEquals(others.size(), places.size());
            boolean template = !name.equals("biosemi64");
            double sum = 0;
            double worst = 0;
            for (Iterator<String> electrodes = others.fieldNames(); electrodes.hasNext();) {
                String electrode = electrodes.next();
                Position other = place(others.get(electrode));
                // The template's vertex and equator lie around (0, -0.013, 0.005).
                Position centred = template
                        ? new Position(other.x(), other.y() + 0.013, other.z() - 0.005)
                        : other;
                double angle = angle(centred, places.get(electrode));
                sum += angle;
                worst = Math.max(worst, angle);
            }
            // measured: mean 5.5, worst 11.1 degrees for the template; 1.6 and 3.2 for the table of BioSemi
            assertTrue(sum / others.size() < (template ? 6 : 2), name + " differs by " + sum / others.size());
            assertTrue(worst < (template ? 12 : 4), name + " differs by " + worst);
        }
        assertThrows(EngramException.class, () -> StandardMontages.named("standard_1006"));
    }

    @Test
    void placesElectrodesByWhateverNameTheyHave() {
        Recording recording = Recording.of(List.of(Channel.of("EEG FP1-REF", ChannelType.EEG),
                Channel.of("T3", ChannelType.EEG), Channel.of("Fc5.", ChannelType.EEG),
                Channel.of("Nowhere", ChannelType.EEG), Channel.of("EOG", ChannelType.EOG)), 100,
                new double[5][10]);
        List<Notice> notices = new ArrayList<>();
        Montage montage = StandardMontages.named("standard_1020");
        Recording placed = montage.applyTo(recording, notices::add);
        Map<String, Position> head = montage.inHeadFrame().positions();
        assertEquals(head.get("Fp1"), placed.channels().get(0).position().orElseThrow());
        assertEquals(head.get("T7"), placed.channels().get(1).position().orElseThrow());
        assertEquals(head.get("FC5"), placed.channels().get(2).position().orElseThrow());
        assertTrue(placed.channels().get(3).position().isEmpty());
        assertEquals(1, notices.size());
        assertTrue(notices.get(0).text().contains("Nowhere"), notices.get(0).text());
        assertEquals(3, placed.digitization().size());
        // Fiducials lie in the plane z = 0 of the head frame.
        assertEquals(0, placed.digitization().get(1).position().z(), 1e-15);
        montage.scaledTo(95).applyTo(recording, notices::add);
        assertEquals("montage-units", notices.get(2).code());
        assertEquals(Map.of("EEG FP1-REF", "FP1", "T3", "T7", "Fc5.", "FC5"),
                ChannelNames.mapping(recording.channelNames()));
        assertEquals("A1-A2", ChannelNames.normalise("A1-A2").toUpperCase());
        assertEquals("C3", ChannelNames.normalise("EEG C3-LE"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"m.sfp", "m.elc", "m.locs", "m.txt", "m.elp", "m.bvef", "polhemus.elp",
            "polhemus.hsp"})
    void damageIsAlwaysADeclaredError(String name) throws Exception {
        Path file = Files.copy(resource(name), folder.resolve(name));
        RecordingFuzz.run(file, (int) Files.size(file), 200, 5,
                damaged -> MontageFile.read(damaged, notice -> {}).inHeadFrame());
    }
}
