import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import type { PopulationKind } from '../../projections/population/kinds.ts';
import { packageRoot } from '../raw/folder.ts';

/** One listing as `govledger population … --json` prints it. */
export const Listing = z.object({
  query: z.object({ kind: z.string(), asOf: z.string().nullable() }),
  head: z.object({ index: z.int(), position: z.string(), clock: z.string() }).nullable(),
  rows: z.array(z.record(z.string(), z.unknown())),
  counts: z.object({ rows: z.int() }),
});
export type Listing = z.infer<typeof Listing>;

/** Where figures take their rows from; `asOf` is what a person would write: a day means its end. */
export type Listings = (kind: PopulationKind, asOf: string | null) => Promise<Listing>;

/** The listings of a ledger through its command line, and through nothing else. */
export const listingsOf =
  (dataFolder: string | null): Listings =>
  async (kind, asOf) => {
    const text = await govledger([
      'population',
      kind,
      '--json',
      ...(asOf === null ? [] : ['--as-of', asOf]),
      ...(dataFolder === null ? [] : ['--data', dataFolder]),
    ]);
    return parseListing(text);
  };

/** @throws Error for a listing that was cut short */
export function parseListing(text: string): Listing {
  const listing = Listing.parse(JSON.parse(text));
  if (listing.rows.length !== listing.counts.rows)
    throw new Error(`a listing of ${listing.counts.rows} rows came with ${listing.rows.length}`);
  return listing;
}

function govledger(args: readonly string[]): Promise<string> {
  const command = join(packageRoot, 'scripts', 'govledger.mjs');
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(Buffer.concat(pieces).toString('utf8'));
      else reject(new Error(`govledger ${args.join(' ')} ended with ${code}`));
    });
  });
}
