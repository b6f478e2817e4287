import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { parseNote } from '../../src/checkpoint/note.ts';
import { exportFolder } from '../../src/folder/export-folder.ts';
import { openLedger } from '../../src/folder/open-ledger.ts';
import { redecideFolder } from '../../src/folder/redecide-folder.ts';
import { verifyFolder } from '../../src/folder/verify-folder.ts';
import { prepareExport } from '../../src/ledger-export/write-export.ts';

/** What is measured, each in a process of its own: `floor` is reading the export and SHA-256 over its bytes, no more. */
export const benched = ['floor', 'verify', 'redecide', 'export'] as const;
export type Benched = (typeof benched)[number];

export interface Measured {
  readonly events: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Of the process, at its highest. */
  readonly megabytes: number;
}

export interface Measuring {
  /** The folder of the export. */
  readonly folder: string;
  readonly vkey: string;
  /** The data folder that it is of; without it `export` is not measured. */
  readonly data: string;
}

/** Does it once, and checks that it was done. */
export async function measure(what: Benched, on: Measuring): Promise<Measured> {
  const note = readFileSync(join(on.folder, 'checkpoint'), 'utf8');
  const { size } = parseCheckpoint(parseNote(note).text);
  const before = process.cpuUsage();
  const begun = performance.now();
  await doing[what](on, size);
  const seconds = (performance.now() - begun) / 1e3;
  const { user, system } = process.cpuUsage(before);
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return { events: size, seconds, cpuSeconds: (user + system) / 1e6, megabytes };
}

const doing: Readonly<Record<Benched, (on: Measuring, size: number) => Promise<void>>> = {
  floor: async ({ folder }) => {
    const source = exportFolder(folder);
    let bytes = 0;
    for await (const { path } of source.list()) {
      const content = readFileSync(join(folder, path));
      bytes += content.byteLength + createHash('sha256').update(content).digest().byteLength;
    }
    if (bytes === 0) throw new Error(`${folder} holds nothing`);
  },
  verify: async ({ folder, vkey }) => {
    const { verdict } = await verifyFolder({ folder, vkeys: [vkey] });
    if (verdict !== 'proved') throw new Error(`${folder} does not verify`);
  },
  redecide: async ({ folder }) => {
    const { findingsCount } = await redecideFolder(folder);
    if (findingsCount > 0) throw new Error(`${folder} does not follow from its rules`);
  },
  export: async ({ data, folder }, size) => {
    const ledger = await openLedger({ data, readOnly: true });
    try {
      const published = await ledger.log.ofSize(size);
      if (published === null) throw new Error(`${data} has no checkpoint of ${size} entries`);
      const { store, vault, access } = ledger;
      const out = `${folder}-again`;
      const audience = 'auditors';
      const options = { store, vault, access, published, audience, verifierFile: null, out } as const;
      const prepared = await prepareExport(options);
      prepared.abandon();
    } finally {
      await ledger.close();
    }
  },
};
