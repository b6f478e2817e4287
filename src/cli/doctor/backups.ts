import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { millisOf } from '../../../events/time.ts';
import { type Manifest, manifestName, places, readManifest, unfinished } from '../../backup/manifest.ts';
import { isOpenToOthers } from './files.ts';
import type { Said } from './finding.ts';

const oldMs = 7 * 86_400_000;

/**
 * One backup, or a folder of backups: how old the newest is, and what should be gone.
 * @throws LedgerError `integrity-violation` for a manifest that is none
 */
export function backups(folder: string, now: () => number): Said {
  const at = resolve(folder);
  const all = existsSync(join(at, manifestName)) ? [at] : existsSync(at) ? within(at) : [];
  const leftover = all.find((path) => path.endsWith(unfinished));
  if (leftover !== undefined) {
    return {
      wrong: `${leftover} was left by a backup that was interrupted, unless one is under way`,
      why: 'it is no backup, and takes room',
      remedy: `rm -r ${leftover}`,
    };
  }
  const made = all
    .filter((path) => existsSync(join(path, manifestName)))
    .map((path) => ({ path, manifest: readManifest(path) }))
    .sort((a, b) => (a.manifest.begunAt < b.manifest.begunAt ? 1 : -1));
  const [newest] = made;
  if (newest === undefined) {
    return {
      wrong: `no backup stands in ${at}`,
      why: 'what this disk loses is lost',
      remedy: `govledger backup --out ${join(at, 'NAME')}`,
    };
  }
  const today = new Date(now()).toISOString().slice(0, 10);
  return made.map((each) => overdue(each, today)).find((said) => said !== null) ?? aged(newest, now());
}

const within = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(folder, name));

interface Made {
  readonly path: string;
  readonly manifest: Manifest;
}

function overdue({ path, manifest }: Made, today: string): Said | null {
  const keys = join(path, places.vaultKeys);
  if (existsSync(keys) && manifest.deleteVaultKeysBy < today) {
    return {
      wrong: `${keys} was to be deleted by ${manifest.deleteVaultKeysBy}`,
      why: 'with it, whoever has the vault key opens what has been erased since',
      remedy: `rm -r ${join(path, 'vault-keys')}`,
    };
  }
  if (!isOpenToOthers(path)) return null;
  return {
    wrong: `others on this machine may look into ${path}`,
    why: 'it holds who takes part in what, and credentials as hashes',
    remedy: `chmod 700 ${path}`,
  };
}

function aged({ path, manifest }: Made, now: number): Said {
  const hours = Math.floor((now - millisOf(manifest.begunAt)) / 3_600_000);
  const age = hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
  if (now - millisOf(manifest.begunAt) <= oldMs) return `the newest, ${path}, is ${age} old`;
  return {
    wrong: `the newest, ${path}, is ${age} old`,
    why: 'what was recorded since is lost with this disk',
    remedy: 'take one each day, by cron or a timer, and try a restore now and then',
  };
}
