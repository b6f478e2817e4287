import { statSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { z } from 'zod';
import type { JsonObject } from './acts/taken.ts';
import type { Reach } from './reach/reach.ts';
import { checked } from './reach/reach.ts';
import { UsageError } from './usage-error.ts';

const Uploaded = z.strictObject({
  blob: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  mediaType: z.string(),
});

const types: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.html': 'text/html',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.zip': 'application/zip',
};

/** Brings files, and names each as a command takes it, by a key that is made of its name. @throws UsageError */
export async function attached(reach: Reach, files: readonly string[]): Promise<JsonObject> {
  const attachments: Record<string, JsonObject[string]> = {};
  for (const file of files) {
    requireFile(file);
    const mediaType = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
    const brought = checked(reach, Uploaded, '/api/attachments', await reach.bring(file, mediaType)).says;
    attachments[keyFor(basename(file), attachments)] = { ...brought, name: basename(file).slice(0, 200) };
  }
  return attachments;
}

function requireFile(file: string): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isFile() !== true) throw new UsageError('--attach', `${file} is no file`);
}

function keyFor(name: string, taken: Readonly<Record<string, unknown>>): string {
  const plain =
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-')
      .replace(/^[^a-z0-9]+/, '')
      .slice(0, 60) || 'file';
  let key = plain;
  for (let n = 2; Object.hasOwn(taken, key); n += 1) key = `${plain}-${n}`;
  return key;
}
