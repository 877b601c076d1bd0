/** What the published encoders of recordings share beyond attention: codebooks, fixed position tables, grown inputs. */
package org.engram.decoders.foundation;
