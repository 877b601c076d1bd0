/**
 * Where electrodes lie: montages by name on an idealised head, montages measured or made elsewhere read from their files,
 * and how the names of electrodes that mean the same are matched.
 *
 * <pre>{@code
 * Montage montage = StandardMontages.named("standard_1005");
 * Recording placed = montage.applyTo(recording, notice -> System.err.println(notice.text()));
 * Montage measured = MontageFile.read(Path.of("sub-01.elc"), notice -> {});
 * }</pre>
 */
package org.engram.io.recording.montage;
