import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Act } from './act.ts';

/** Lines are handed over in pieces of this size: a write per line would cost more than the line. */
const PIECE_CHARACTERS = 65_536;

/** Writes the acts as NDJSON, one a line, never holding more than a piece of them; returns how many there were. */
export async function writeHistory(acts: AsyncIterable<Act>, file: string): Promise<number> {
  let count = 0;
  async function* pieces(): AsyncGenerator<string> {
    let piece = '';
    for await (const act of acts) {
      count += 1;
      piece += `${JSON.stringify(act)}\n`;
      if (piece.length < PIECE_CHARACTERS) continue;
      yield piece;
      piece = '';
    }
    if (piece !== '') yield piece;
  }
  await mkdir(dirname(file), { recursive: true });
  await pipeline(Readable.from(pieces()), createWriteStream(file));
  return count;
}
