/**
 * `node dist/test/events/write-vectors.js` writes a frozen vector for each current event version that has none. It never
 * overwrites one: what was recorded in some version is read so for ever (DESIGN §5.9).
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { EventType } from '../../events/catalogue.ts';
import { decode } from '../../events/decode.ts';
import { reveal } from '../../events/reveal.ts';
import { eventSchemas } from '../../events/schemas.ts';
import { envelopeOf, eventOf } from './arbitrary.ts';
import { record } from './recording.ts';
import { type Vector, vectorFolder, vectorName } from './vector.ts';

/** Long enough to have most optional members, short enough to be read. */
const LONGEST = 4_000;

function vectorOf(type: EventType): Vector {
  const samples = fc.sample(fc.tuple(eventOf(type, { sealed: 'all' }), envelopeOf(type)), {
    seed: 1,
    numRuns: 40,
  });
  const [chosen] = samples
    .map(([event, envelope]) => record(event, envelope))
    .filter(({ text }) => text.length <= LONGEST)
    .sort((a, b) => b.text.length - a.text.length);
  if (chosen === undefined) throw new TypeError(`no short sample of ${type}`);
  const decoded = decode(chosen.text);
  return {
    text: chosen.text,
    disclosures: chosen.disclosures.map(({ disclosure }) => disclosure),
    decoded: { ...decoded },
    revealed: { ...reveal(decoded, chosen.vault).data },
  };
}

for (const { type, v } of eventSchemas.values()) {
  const path = join(vectorFolder, vectorName(type, v));
  if (!existsSync(path)) writeFileSync(path, `${JSON.stringify(vectorOf(type), null, 2)}\n`, { flag: 'wx' });
}
