import { createReadStream } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LedgerError } from '../../events/errors.ts';
import type { ExportFile, ExportSource } from '../verify/export-source.ts';

/** Larger than any bundle, and than the manifest of a hundred million entries. */
const mostBytes = 128 * 1024 * 1024;
/** Longer than any line of an export: a disclosure of 60 KiB in base64 is far shorter. */
const mostLineChars = 4 * 1024 * 1024;

/** An export in a folder. Links are not followed, and no file is read that no export could hold. */
export const exportFolder = (folder: string): ExportSource => ({
  list: () => filesIn(folder, ''),
  read: (path) => readWhole(join(folder, path), path),
  lines: (path) => linesOf(join(folder, path), path),
});

async function* filesIn(folder: string, under: string): AsyncGenerator<ExportFile> {
  const entries = await readdir(join(folder, under), { withFileTypes: true });
  for (const entry of entries) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory()) yield* filesIn(folder, path);
    else yield { path, bytes: entry.isFile() ? (await lstat(join(folder, path))).size : -1 };
  }
}

async function readWhole(file: string, path: string): Promise<Uint8Array | null> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    if (!(await lstat(file)).isFile()) return null;
    handle = await open(file, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return null;
    throw error;
  }
  try {
    const { size } = await handle.stat();
    if (size > mostBytes) throw tooLarge(path, size, mostBytes);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function* linesOf(file: string, path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new LedgerError('integrity-violation', `${path} is no UTF-8`, { where: path });
    }
  };
  let rest = '';
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    const parts = (rest + decoded(Buffer.from(chunk))).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > mostLineChars) throw tooLarge(path, rest.length, mostLineChars);
    yield* parts;
  }
  rest += decoded();
  if (rest !== '') yield rest;
}

const tooLarge = (path: string, bytes: number, limit: number): LedgerError =>
  new LedgerError('too-large', `${path} has ${bytes} bytes; no file of an export has more than ${limit}`, {
    field: path,
    bytes,
    limit,
  });
