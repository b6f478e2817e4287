import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { LedgerError } from '../../events/errors.ts';

/** `vault` wraps the data keys of the vault; `import` makes ids of imported keys (HMAC, DESIGN §5.4). */
export type KeyPurpose = 'vault' | 'import';

export interface SecretKey<P extends KeyPurpose = KeyPurpose> {
  readonly purpose: P;
  /** 16 hex digits that name the key and tell nothing about it. */
  readonly id: string;
  /** 256 bits. A KeyObject, because it shows nothing when it is logged. */
  readonly secret: KeyObject;
}

export interface LoadKeyOptions {
  /** Takes a key file that group or others may read, for mounts that cannot say otherwise. */
  readonly allowExposed?: boolean;
}

const secretBytes = 32;
const maxFileBytes = 1024;
const secretLine = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

const header = (purpose: KeyPurpose): string => `# govledger ${purpose} key v1`;
const advice = '256 bits in base64url. Keep it secret, and keep a copy apart from the data folder.';

/**
 * Makes a key file that only its owner may read (mode 0600), durable on return.
 * @throws LedgerError `key-exists`
 */
export function createKeyFile<P extends KeyPurpose>(path: string, purpose: P): SecretKey<P> {
  const secret = randomBytes(secretBytes);
  const file = createAlone(path);
  try {
    fchmodSync(file, 0o600);
    writeSync(file, `${header(purpose)}: ${advice}\n${secret.toString('base64url')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(dirname(path));
  return secretKey(purpose, secret);
}

/**
 * @throws LedgerError `vault-key-missing`, `import-key-missing`, `key-exposed`, `key-malformed`
 */
export function loadKey<P extends KeyPurpose>(
  path: string,
  purpose: P,
  options: LoadKeyOptions = {},
): SecretKey<P> {
  const text = readKeyFile(path, purpose, options);
  const [first = '', second = '', ...rest] = text.replaceAll('\r\n', '\n').split('\n');
  if (!first.startsWith(header(purpose))) {
    throw malformed(path, `its first line must begin with "${header(purpose)}"`);
  }
  if (!secretLine.test(second) || rest.join('') !== '') {
    throw malformed(path, 'its second and last line must be 32 bytes in base64url, 43 characters');
  }
  return secretKey(purpose, Buffer.from(second, 'base64url'));
}

/** A key from elsewhere than a file; `bytes` are 32 random ones. */
export function secretKey<P extends KeyPurpose>(purpose: P, bytes: Uint8Array): SecretKey<P> {
  const secret = createSecretKey(bytes);
  const id = createHmac('sha256', secret).update(`govledger ${purpose} key id`).digest('hex').slice(0, 16);
  return { purpose, id, secret };
}

function readKeyFile(path: string, purpose: KeyPurpose, options: LoadKeyOptions): string {
  const file = openExisting(path, purpose);
  try {
    const { mode } = fstatSync(file);
    const exposed = process.platform !== 'win32' && (mode & 0o077) !== 0;
    if (exposed && options.allowExposed !== true) throw keyExposed(path, mode);
    const buffer = Buffer.alloc(maxFileBytes);
    return buffer.toString('utf8', 0, readSync(file, buffer));
  } catch (error) {
    if (error instanceof LedgerError) throw error;
    throw malformed(path, 'it must be a file that can be read', error);
  } finally {
    closeSync(file);
  }
}

function openExisting(path: string, purpose: KeyPurpose): number {
  try {
    return openSync(path, constants.O_RDONLY);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT')) throw malformed(path, 'it must be a file that can be read', error);
    throw keyMissing(path, purpose, error);
  }
}

function createAlone(path: string): number {
  try {
    return openSync(path, 'wx', 0o600);
  } catch (error) {
    if (!isSystemError(error, 'EEXIST')) throw error;
    throw new LedgerError(
      'key-exists',
      `${path} exists, and a key is never overwritten: what it protects could not be opened any more`,
      { path },
      { cause: error },
    );
  }
}

export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, constants.O_RDONLY);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function keyMissing(path: string, purpose: KeyPurpose, cause: unknown): LedgerError {
  const remedy = `put the key file back from the copy you keep, or name the right one in the configuration; for a new ledger "govledger init" makes one`;
  return purpose === 'vault'
    ? new LedgerError(
        'vault-key-missing',
        `there is no vault key at ${path}, and without it no sealed text can be opened: ${remedy}`,
        { path },
        { cause },
      )
    : new LedgerError(
        'import-key-missing',
        `there is no import key at ${path}, and without it the same source would be imported under other ids: ${remedy}`,
        { path },
        { cause },
      );
}

function keyExposed(path: string, mode: number): LedgerError<'key-exposed'> {
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  return new LedgerError(
    'key-exposed',
    `key file ${path} has mode ${octal}: others on this machine may read it; run "chmod 600" on it`,
    { path, mode: octal },
  );
}

const malformed = (path: string, rule: string, cause?: unknown): LedgerError<'key-malformed'> =>
  new LedgerError('key-malformed', `${path} is no key file: ${rule}`, { path, rule }, { cause });

const isSystemError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
