/**
 * Events: what happened when, found in trigger channels or in annotations, with names that can form a hierarchy.
 *
 * <pre>{@code
 * Events events = Events.of(TriggerEvents.builder().build().find(recording, notice -> {}))
 *         .named(Map.of("auditory/left", 1, "auditory/right", 2, "visual/left", 3));
 * Events left = events.select("left");
 * }</pre>
 */
package org.engram.preprocessing.electrophysiology.events;
