import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseSignerKey } from '../checkpoint/note-key.ts';

const SigningCommand = z.looseObject({ vkey: z.string() });

/** Files of a folder of keys that can sign the log, or say by which key it is checked. */
export const isLogKeyFile = (name: string): boolean => /^log.*\.(key|command|key\.pub)$/.test(name);

/** The names of the files in a folder of keys that sign the log, by verifier key; one that cannot be read signs nothing. */
export function filesThatSign(folder: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of signingFilesIn(folder)) {
    const vkey = vkeyOf(join(folder, name));
    if (vkey !== null && !found.has(vkey)) found.set(vkey, name);
  }
  return found;
}

/** The names of the files in a folder of keys that are there to sign the log, sorted; none where there is no folder. */
export function signingFilesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => isLogKeyFile(name) && !name.endsWith('.pub'))
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
