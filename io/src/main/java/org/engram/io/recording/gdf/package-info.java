/**
 * The General Data Format for biosignals, versions 1 and 2: EDF with binary headers, several number types and a table of
 * events, which become annotations with their code as text.
 *
 * <p>Samples that were not measured: amplifiers that write signed whole numbers mark them with the lowest number of the
 * type. Where a channel declares that very number as its digital minimum (as in the BCI competition IV data set 2a) it
 * becomes NaN. Any other digital minimum is a sample like the others, and floating-point channels hold NaN themselves.
 *
 * <pre>{@code
 * Recording recording = new GdfFormat().read(Path.of("A01T.gdf"), ReadOptions.DEFAULT, System.err::println);
 * }</pre>
 *
 * <h2>References</h2> Schlögl (2006), GDF - A general dataformat for biosignals, arXiv:cs/0608052, and its later versions.
 */
package org.engram.io.recording.gdf;
