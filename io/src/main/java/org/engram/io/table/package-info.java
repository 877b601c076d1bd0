/**
 * Tables of named, typed columns (events, participants, confounds, node and edge lists), read from and written to TSV,
 * CSV and whitespace-separated text, and JSON sidecars as plain maps.
 *
 * <pre>{@code
 * Table table = TableFile.read(Path.of("participants.tsv"));
 * double[] ages = table.numbers("age");
 * Table adults = table.filter(row -> ages[row] >= 18);
 * TableFile.write(Path.of("adults.tsv"), adults);
 * Map<String, Object> sidecar = JsonFile.read(Path.of("sub-01_task-rest_bold.json"));
 * }</pre>
 */
package org.engram.io.table;
