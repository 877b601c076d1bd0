/**
 * Where a result comes from: the command, version, parameters, seed and hashed inputs that made it, as a JSON file beside
 * it.
 *
 * <pre>{@code
 * ProvenanceRecorder recorder = ProvenanceRecorder.start("Engram", "0.1.0", List.of("decode", "--seed", "7"))
 *         .seed(7).parameter("radiusMillimetres", 6.0).input(Path.of("bold.nii.gz"));
 * // ... the work, then:
 * Provenance provenance = recorder.finish();
 * provenance.writeBeside(Path.of("map.nii.gz")); // writes map.json
 * }</pre>
 *
 * <h2>References</h2> The fields Sources and GeneratedBy are those of the BIDS specification, derived datasets.
 */
package org.engram.io.provenance;
