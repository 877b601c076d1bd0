package org.engram.io.bids;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import org.engram.io.recording.Annotation;
import org.engram.io.recording.Channel;
import org.engram.io.recording.ChannelType;
import org.engram.io.recording.DigitizedPoint;
import org.engram.io.recording.Position;
import org.engram.io.recording.Recording;
import org.engram.io.recording.Unit;
import org.engram.io.table.Column;
import org.engram.io.table.Table;

/** What BIDS wants to stand beside a data file, as tables and fields. */
record RecordingSidecars(Recording recording, String datatype) {
    private static final String MISSING = Column.MISSING;

    Table channels() {
        List<Channel> channels = recording.channels();
        List<Column> columns = new ArrayList<>(List.of(
                text("name", channels, Channel::name),
                text("type", channels, c -> bidsType(c)),
                text("units", channels, c -> c.unit().symbol()),
                numbers("low_cutoff", channels,
                        c -> edge(c.band().highPassHz(), recording.band().highPassHz())),
                numbers("high_cutoff", channels,
                        c -> edge(c.band().lowPassHz(), recording.band().lowPassHz())),
                numbers("sampling_frequency", channels, c -> recording.samplingRateHz())));
        if (!datatype.equals("meg")) {
            columns.add(text("reference", channels, c -> c.reference().isEmpty() ? MISSING : c.reference()));
        }
        columns.add(text("status", channels, c -> c.bad() ? "bad" : "good"));
        return Table.of(columns.toArray(Column[]::new));
    }

    private static String bidsType(Channel channel) {
        boolean magnetic = channel.unit() == Unit.TESLA || channel.unit() == Unit.TESLA_PER_METRE;
        return channel.type() == ChannelType.SYSTEM && magnetic ? "MISC" : channel.type().bidsName();
    }

    private static double edge(double own, double common) {
        return Double.isNaN(own) ? common : own;
    }

    private static Column text(String name, List<Channel> channels,
            Function<Channel, String> value) {
        return Column.ofText(name, channels.stream().map(value).toList());
    }

    private static Column numbers(String name, List<Channel> channels, ToDoubleFunction<Channel> value) {
        return Column.ofNumbers(name, channels.stream().mapToDouble(value).toArray());
    }

    /** Empty when no electrode has a place. */
    Optional<Table> electrodes() {
        List<Channel> electrodes = recording.channels().stream()
                .filter(c -> c.type() == ChannelType.EEG || c.type().isIntracranial()).toList();
        if (electrodes.stream().allMatch(c -> c.position().isEmpty())) {
            return Optional.empty();
        }
        List<Column> columns = new ArrayList<>(List.of(text("name", electrodes, Channel::name),
                numbers("x", electrodes, c -> c.position().map(Position::x).orElse(Double.NaN)),
                numbers("y", electrodes, c -> c.position().map(Position::y).orElse(Double.NaN)),
                numbers("z", electrodes, c -> c.position().map(Position::z).orElse(Double.NaN))));
        if (datatype.equals("ieeg")) {
            columns.add(text("size", electrodes, c -> MISSING));
        }
        return Optional.of(Table.of(columns.toArray(Column[]::new)));
    }

    /** The frame places are in: the head's, or for iEEG that of the file they came from. */
    Map<String, Object> coordinateSystem() {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (datatype.equals("meg")) {
            fields.put("MEGCoordinateSystem", "ElektaNeuromag");
            fields.put("MEGCoordinateUnits", "m");
        }
        if (datatype.equals("eeg") || datatype.equals("meg") && electrodes().isPresent()) {
            fields.put("EEGCoordinateSystem", "CapTrak");
            fields.put("EEGCoordinateUnits", "m");
        }
        if (datatype.equals("ieeg")) {
            fields.put("iEEGCoordinateSystem", "Other");
            fields.put("iEEGCoordinateUnits", "m");
            fields.put("iEEGCoordinateSystemDescription", recording.facts().getOrDefault("electrode frame",
                    "head: origin between the preauricular points, x to the right one, y through the nasion"));
        }
        Map<String, Object> landmarks = new LinkedHashMap<>();
        String[] names = {"LPA", "NAS", "RPA"};
        for (DigitizedPoint point : recording.digitization()) {
            if (point.kind() == DigitizedPoint.Kind.FIDUCIAL && point.number() >= 1 && point.number() <= 3) {
                landmarks.putIfAbsent(names[point.number() - 1],
                        List.of(point.position().x(), point.position().y(), point.position().z()));
            }
        }
        if (landmarks.size() == 3) {
            fields.put("AnatomicalLandmarkCoordinates", landmarks);
            fields.put("AnatomicalLandmarkCoordinateSystem",
                    datatype.equals("meg") ? "ElektaNeuromag" : datatype.equals("eeg") ? "CapTrak" : "Other");
            fields.put("AnatomicalLandmarkCoordinateUnits", "m");
        }
        return fields;
    }

    Table events() {
        List<Annotation> events = recording.annotations();
        double rate = recording.samplingRateHz();
        return Table.of(
                Column.ofNumbers("onset", events.stream().mapToDouble(Annotation::onsetSeconds).toArray()),
                Column.ofNumbers("duration",
                        events.stream().mapToDouble(Annotation::durationSeconds).toArray()),
                Column.ofText("trial_type",
                        events.stream().map(e -> e.text().replaceAll("[\\t\\r\\n]+", " ")).toList()),
                Column.ofNumbers("sample",
                        events.stream().mapToDouble(e -> Math.rint(e.onsetSeconds() * rate)).toArray()));
    }

    /** Required fields first, {@code n/a} where nothing is known. */
    Map<String, Object> fields(String task) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("TaskName", task);
        if (!datatype.equals("meg")) {
            fields.put(datatype.equals("eeg") ? "EEGReference" : "iEEGReference", reference());
        }
        fields.put("SamplingFrequency", recording.samplingRateHz());
        fields.put("PowerLineFrequency", recording.lineFrequencyHz().isPresent()
                ? (Object) recording.lineFrequencyHz().getAsDouble()
                : MISSING);
        if (datatype.equals("meg")) {
            fields.put("DewarPosition", MISSING);
            fields.put("DigitizedLandmarks", has(DigitizedPoint.Kind.FIDUCIAL));
            fields.put("DigitizedHeadPoints", has(DigitizedPoint.Kind.HEAD_SHAPE));
        }
        fields.put("SoftwareFilters", MISSING);
        fields.put("RecordingDuration", recording.durationSeconds());
        fields.put("RecordingType", recording.segments().size() > 1 ? "discontinuous" : "continuous");
        count(fields, "MEGChannelCount", c -> c.type().isMeg() ? 1 : 0);
        count(fields, "MEGREFChannelCount", c -> c.type() == ChannelType.REFERENCE_MEG ? 1 : 0);
        for (ChannelType type : List.of(ChannelType.EEG, ChannelType.SEEG, ChannelType.ECOG, ChannelType.EOG,
                ChannelType.ECG, ChannelType.EMG)) {
            count(fields, type.name() + "ChannelCount", c -> c.type() == type ? 1 : 0);
        }
        count(fields, "TriggerChannelCount", c -> c.type() == ChannelType.STIM ? 1 : 0);
        return fields;
    }

    private boolean has(DigitizedPoint.Kind kind) {
        return recording.digitization().stream().anyMatch(point -> point.kind() == kind);
    }

    private void count(Map<String, Object> fields, String key, ToIntFunction<Channel> counts) {
        int count = recording.channels().stream().mapToInt(counts).sum();
        if (count > 0) {
            fields.put(key, count);
        }
    }

    private String reference() {
        List<String> references = recording.channels().stream()
                .filter(c -> c.type() == ChannelType.EEG || c.type().isIntracranial()).map(Channel::reference)
                .distinct().toList();
        return references.size() == 1 && !references.get(0).isEmpty() ? references.get(0) : MISSING;
    }
}
