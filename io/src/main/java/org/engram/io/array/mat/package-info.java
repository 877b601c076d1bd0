/**
 * MATLAB files as typed values, whatever version wrote them: version 4, version 5 to 7 (compressed or not) and version
 * 7.3, which is HDF5. Values are the closed set {@link org.engram.io.array.mat.MatValue}: numbers (logical ones too),
 * text, cells and structs. Sizes a file declares are believed only as far as its bytes bear them out, so a damaged or
 * hostile file ends in an error and not in a lack of memory.
 *
 * <pre>{@code
 * Map<String, MatValue> file = MatFile.read(Path.of("subject.mat"), "EEG", "t");
 * double[] times = ((MatNumbers) file.get("t")).toDoubles();
 * }</pre>
 */
package org.engram.io.array.mat;
