import { createHash, hash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { ExportedFile } from './export-manifest.ts';

const mode = 0o600;

/** A file that is written as it comes. */
export interface OpenFile {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

/** Writes the files of an export, and remembers what each is. */
export class FolderWriter {
  readonly #path: string;
  readonly #files: ExportedFile[] = [];
  readonly #folders = new Set<string>();

  constructor(path: string) {
    this.#path = path;
  }

  /** The files written so far, sorted by path. */
  files(): ExportedFile[] {
    return this.#files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** A file that the manifest covers. */
  async add(path: string, bytes: Uint8Array): Promise<void> {
    await this.put(path, bytes);
    this.#files.push({ path, bytes: bytes.byteLength, sha256: hash('sha256', bytes, 'hex') });
  }

  /** A file that it does not cover. */
  async put(path: string, content: Uint8Array | string): Promise<void> {
    await writeFile(this.#place(path), content, { mode, flag: 'wx' });
  }

  /** A file that the manifest covers, written piece by piece. */
  open(path: string): OpenFile {
    const stream = createWriteStream(this.#place(path), { mode, flags: 'wx' });
    const digest = createHash('sha256');
    // Awaited at the end: a failure before that must not end the process.
    const written = finished(stream);
    written.catch(() => undefined);
    let bytes = 0;
    return {
      write: async (text) => {
        const piece = Buffer.from(text);
        digest.update(piece);
        bytes += piece.byteLength;
        if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), written]);
      },
      end: async () => {
        stream.end();
        await written;
        this.#files.push({ path, bytes, sha256: digest.digest('hex') });
      },
    };
  }

  #place(path: string): string {
    const place = join(this.#path, path);
    const folder = dirname(place);
    if (!this.#folders.has(folder)) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#folders.add(folder);
    }
    return place;
  }
}
