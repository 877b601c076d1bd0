/** What a command leaves behind: results for machines, tables, maps, a report, and the record of how they came about. */
package org.engram.cli.results;
