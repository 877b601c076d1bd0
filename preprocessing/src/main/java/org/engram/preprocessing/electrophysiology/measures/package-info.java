/** What can be measured on a recording, as tables with a row for each channel, event or pair. */
package org.engram.preprocessing.electrophysiology.measures;
