import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { decimal } from '../checkpoint/base64.ts';
import { noteText } from '../checkpoint/note.ts';

/**
 * What is kept of the log outside the store, so that an older store put in its place shows: the newest checkpoint, and,
 * while no process has the ledger open, how many entries it ended with. Another disk is the better place for it.
 */
export class HeadFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The newest checkpoint; null where none was written. @throws LedgerError `note-invalid` for what is no text */
  checkpoint(): string | null {
    const path = join(this.path, 'checkpoint');
    return existsSync(path) ? noteText(readFileSync(path)) : null;
  }

  /** On the disk when it returns. */
  writeCheckpoint(note: string): void {
    this.write('checkpoint', note);
  }

  /** With how many entries the ledger was closed; null while it is open, after a crash, and before the first time. */
  closedWith(): number | null {
    const path = join(this.path, 'closed');
    return existsSync(path) ? decimal(readFileSync(path, 'utf8').trim()) : null;
  }

  markClosed(size: number): void {
    this.write('closed', `${size}\n`);
  }

  markOpen(): void {
    rmSync(join(this.path, 'closed'), { force: true });
  }

  /** Moves the checkpoint of a history that was lost out of the way, under a name that says what it is. */
  setAside(size: number): void {
    const path = join(this.path, 'checkpoint');
    if (existsSync(path)) renameSync(path, join(this.path, `lost-${size}`));
    this.#sync();
  }

  /** One file, whole or not at all, on the disk when it returns. */
  write(name: string, text: string): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    const path = join(this.path, name);
    const making = `${path}.${process.pid}.new`;
    const file = openSync(making, 'w', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(making, path);
    this.#sync();
  }

  #sync(): void {
    if (process.platform === 'win32') return;
    const folder = openSync(this.path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  }
}
