package org.engram.io.recording.montage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.engram.io.recording.Position;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Files that give angles. */
final class SphericalMontages {
    private SphericalMontages() {}

    /** Angles in degrees: from the vertex, and from the right ear towards the nose. */
    private static Position at(double radius, double fromVertex, double azimuth) {
        double polar = Math.toRadians(fromVertex);
        double around = Math.toRadians(azimuth);
        return new Position(radius * Math.sin(polar) * Math.cos(around),
                radius * Math.sin(polar) * Math.sin(around),
                radius * Math.cos(polar));
    }

    /** EEGLAB: number, angle from the nose to the right in degrees, radius (0.5 on the equator), name. */
    static Montage locs(MontageLines file) {
        for (int line = 0; line < file.lines().size(); line++) {
            String[] cells = file.cells(line);
            if (cells.length == 0 || cells[0].startsWith("%")) {
                continue;
            }
            if (cells.length < 4) {
                throw file.error(line,
                        "has " + cells.length + " columns, number, angle, radius and name were expected");
            }
            double angle = file.number(line, cells[1]);
            double radius = file.number(line, cells[2]);
            file.add(cells[3].replaceAll("\\.+$", ""),
                    at(StandardMontages.RADIUS_METRES, 180 * radius, 90 - angle));
        }
        return file.montage();
    }

    /** BioSemi and EasyCap: a line of titles, then name, angle from the vertex and azimuth from the right ear. */
    static Montage table(MontageLines file) {
        for (int line = 1; line < file.lines().size(); line++) {
            String[] cells = file.cells(line);
            if (cells.length == 0) {
                continue;
            }
            if (cells.length < 3) {
                throw file.error(line, "has " + cells.length + " columns, name, theta and phi were expected");
            }
            file.add(cells[0], at(StandardMontages.RADIUS_METRES, file.number(line, cells[1]),
                    file.number(line, cells[2])));
        }
        return file.montage();
    }

    static boolean isBesa(MontageLines file) {
        for (int line = 0; line < file.lines().size(); line++) {
            String[] cells = file.cells(line);
            if (cells.length > 0) {
                return cells.length >= 4 && MontageLines.isNumber(cells[cells.length - 2])
                        && !cells[0].startsWith("%") && !cells[0].startsWith("//");
            }
        }
        return false;
    }

    /** BESA: kind, name, angle from the vertex (negative on the left), azimuth, and perhaps a radius in centimetres. */
    static Montage besa(MontageLines file) {
        for (int line = 0; line < file.lines().size(); line++) {
            String[] cells = file.cells(line);
            if (cells.length == 0) {
                continue;
            }
            if (cells.length < 4) {
                throw file.error(line,
                        "has " + cells.length + " columns, kind, name and two angles were expected");
            }
            file.add(cells[1],
                    at(StandardMontages.RADIUS_METRES, file.number(line, cells[2]),
                            file.number(line, cells[3])));
        }
        return file.montage();
    }

    /** BrainVision electrode file: XML with radius in mm (1: an idealised sphere) and two angles. */
    static Montage bvef(MontageLines file, byte[] bytes) throws IOException {
        NodeList electrodes;
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            // No entities: they can name other files and grow without bound.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            electrodes = builder.parse(new ByteArrayInputStream(bytes)).getElementsByTagName("Electrode");
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw file.error("is no readable XML (" + e.getMessage() + ")");
        }
        for (int i = 0; i < electrodes.getLength(); i++) {
            Element electrode = (Element) electrodes.item(i);
            double radius = file.number(i, text(electrode, "Radius"));
            String name = text(electrode, "Name");
            if (radius > 0 && !name.isEmpty()) {
                file.add(name, at(radius == 1 ? StandardMontages.RADIUS_METRES : radius / 1000,
                        file.number(i, text(electrode, "Theta")), file.number(i, text(electrode, "Phi"))));
            }
        }
        return file.montage();
    }

    private static String text(Element electrode, String tag) {
        NodeList found = electrode.getElementsByTagName(tag);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().trim();
    }
}
