import { statfsSync } from 'node:fs';
import { variables } from '../environment.ts';
import { wholeOf } from '../given.ts';
import { tokenOf } from '../token-given.ts';
import type { Said } from './finding.ts';

const leastFreeBytes = 512 * 1024 * 1024;
const leastNode: readonly [number, number] = [20, 19];
const logLevels: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

type Environment = Readonly<Record<string, string | undefined>>;

export function node(): Said {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [leastMajor, leastMinor] = leastNode;
  const version = `Node.js ${process.versions.node}`;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return version;
  return {
    wrong: `${version} is too old`,
    why: 'the program is not tested with it, and may not start',
    remedy: `install ${leastNode.join('.')} or newer`,
  };
}

/** @throws UsageError, LedgerError for a value that cannot be used */
export function environment(env: Environment): Said {
  const set = Object.keys(env).filter((name) => name.startsWith('GOVLEDGER_'));
  const unknown = set.filter((name) => !Object.hasOwn(variables, name));
  if (unknown.length > 0) {
    return {
      wrong: `nothing reads ${unknown.join(', ')}`,
      why: 'whoever set it expects something that does not happen',
      remedy: `unset it; what is read: ${Object.keys(variables).join(', ')}`,
    };
  }
  const level = env['GOVLEDGER_LOG'];
  if (level !== undefined && level !== '' && !logLevels.includes(level)) {
    return {
      wrong: `GOVLEDGER_LOG is ${level}, which is no level`,
      why: 'the server then logs as for info',
      remedy: `one of ${logLevels.join(', ')}`,
    };
  }
  const limit = env['GOVLEDGER_RATE_LIMITS'] ?? '';
  if (limit === 'off') {
    return {
      wrong: 'GOVLEDGER_RATE_LIMITS is off',
      why: 'anybody who reaches the server can keep it busy',
      remedy: 'unset it, or give a number; off is for tests',
    };
  }
  if (limit !== '') wholeOf('GOVLEDGER_RATE_LIMITS', limit, 1, 1_000_000);
  tokenOf(env, {});
  return set.length === 0 ? 'no variable is set' : `${set.length} set, each of which is read`;
}

export function space(path: string): Said {
  const { bavail, bsize } = statfsSync(path);
  const free = bavail * bsize;
  const said = `${(free / 1e9).toFixed(1)} GB free`;
  if (free >= leastFreeBytes) return said;
  return {
    wrong: said,
    why: 'when it is full, nothing more can be recorded',
    remedy: 'make room; never by deleting a file of the data folder',
  };
}
