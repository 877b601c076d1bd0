/**
 * YAML files a person writes, such as the description of a run: plain mappings, lists and scalars, each with its line, so
 * that a mistake is told where it stands. Anchors, aliases, type tags and several documents in a file are refused.
 *
 * <pre>{@code
 * YamlNode run = YamlFile.read(Path.of("run.yaml"));
 * run.requireKeys(List.of("dataset", "clean"));
 * double hertz = run.get("clean").orElseThrow().get("high-pass").orElseThrow().number();
 * }</pre>
 */
package org.engram.io.yaml;
