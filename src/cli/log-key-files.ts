import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseSignerKey } from '../checkpoint/note-key.ts';

const SigningCommand = z.looseObject({ vkey: z.string() });

/** The names of the files in a folder of keys that sign the log, by verifier key; one that cannot be read signs nothing. */
export function filesThatSign(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of namesIn(folder)) {
    const vkey = vkeyOf(join(folder, name));
    if (vkey !== null && !found.has(vkey)) found.set(vkey, name);
  }
  return found;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^log.*\.(key|command)$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

function vkeyOf(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    return path.endsWith('.key') ? parseSignerKey(text).vkey : SigningCommand.parse(JSON.parse(text)).vkey;
  } catch {
    return null;
  }
}
