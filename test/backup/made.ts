import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'mocha';

/** A folder of its own for each test of the suite that calls this. */
export function eachInItsFolder(): (...names: readonly string[]) => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'govledger-backup-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return (...names) => join(folder, ...names);
}

/** Turns one bit of a file over, in its middle. */
export function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.length >> 1;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  writeFileSync(path, bytes);
}

/** Every file and folder below, with its mode. */
export function modesIn(
  folder: string,
): readonly (readonly [path: string, mode: number, isFolder: boolean])[] {
  if (!existsSync(folder)) return [];
  return ['.', ...readdirSync(folder, { recursive: true }).map(String)].map((name) => {
    const found = statSync(join(folder, name));
    return [name, found.mode & 0o777, found.isDirectory()] as const;
  });
}
