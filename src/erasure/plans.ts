import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Digest, PersonId } from '../../events/ids.ts';
import { fsyncPath } from '../backup/folders.ts';
import { makePrivateFolder } from '../folder/data-folder.ts';

/**
 * What an erasure that is being carried out is to destroy, kept from before the first key is destroyed until all are and
 * that is on record: the vault forgets at once whose text a digest was. Digests and ids alone, no text.
 */
export const Plan = z.strictObject({ digests: z.array(Digest), people: z.array(PersonId) });
export type Plan = z.infer<typeof Plan>;

export interface Plans {
  /** Null where there is none. */
  read(erasure: string): Plan | null;
  /** Durable on return. */
  write(erasure: string, plan: Plan): void;
  remove(erasure: string): void;
  /** The erasures that have one. */
  all(): readonly string[];
}

/** Plans as files of a folder that is made when it is needed. */
export function plansIn(folder: string): Plans {
  const pathOf = (erasure: string): string => join(folder, `${erasure}.json`);
  return {
    read: (erasure) => {
      const text = textOf(pathOf(erasure));
      return text === null ? null : Plan.parse(JSON.parse(text));
    },
    write: (erasure, plan) => {
      makePrivateFolder(folder);
      fsyncPath(dirname(folder));
      const path = pathOf(erasure);
      writeFileSync(`${path}.new`, JSON.stringify(plan), { mode: 0o600 });
      fsyncPath(`${path}.new`);
      renameSync(`${path}.new`, path);
      fsyncPath(folder);
    },
    remove: (erasure) => rmSync(pathOf(erasure), { force: true }),
    all: () =>
      existsSync(folder)
        ? readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []))
        : [],
  };
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Plans that live as long as this process. */
export function plansInMemory(): Plans {
  const plans = new Map<string, Plan>();
  return {
    read: (erasure) => plans.get(erasure) ?? null,
    write: (erasure, plan) => void plans.set(erasure, plan),
    remove: (erasure) => void plans.delete(erasure),
    all: () => [...plans.keys()],
  };
}
