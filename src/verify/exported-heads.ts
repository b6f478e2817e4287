import { isLedgerError } from '../../events/errors.ts';
import type { ProducedExport } from '../../projections/log-keys.ts';
import { emptyRoot } from '../../projections/merkle/hash.ts';
import { rootOf, type TreeHead } from '../../projections/merkle/proof.ts';
import { tilePath } from '../checkpoint/tile.ts';
import { TileReader } from '../checkpoint/tile-reader.ts';
import type { Files } from './files.ts';
import type { Findings } from './finding.ts';

/** That the heads which the log says it gave out are heads of this log. */
export async function checkExportedHeads(
  exports: readonly ProducedExport[],
  head: TreeHead,
  files: Files,
  findings: Findings,
): Promise<void> {
  try {
    await compareHeads(exports, head, files, findings);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    findings.add(
      'exported-head',
      `the heads that the log says it gave out cannot be compared: ${error.message}`,
    );
  }
}

async function compareHeads(
  exports: readonly ProducedExport[],
  head: TreeHead,
  files: Files,
  findings: Findings,
): Promise<void> {
  if (exports.length === 0) return;
  const reader = await TileReader.open(head, (id) => files.read(tilePath(id)));
  for (const { size, root, produced } of exports) {
    const found = size > head.size ? null : Buffer.from(await rootAt(reader, size)).toString('base64');
    if (found === root) continue;
    findings.add(
      'exported-head',
      `it says that an export of ${size} entries with the root ${root} was given out; this log ${found === null ? `has ${head.size} entries` : `had the root ${found} then`}`,
      { event: produced.event },
    );
  }
}

/** The root of the first `size` entries: which nodes it takes is asked first, so that they can be read. */
async function rootAt(reader: TileReader, size: number): Promise<Uint8Array> {
  const asked = new Map<string, readonly [number, number]>();
  rootOf((level, index) => {
    asked.set(`${level}/${index}`, [level, index]);
    return emptyRoot;
  }, size);
  const nodes = new Map<string, Uint8Array>();
  for (const [key, [level, index]] of asked) nodes.set(key, await reader.node(level, index));
  return rootOf((level, index) => nodes.get(`${level}/${index}`) ?? emptyRoot, size);
}
