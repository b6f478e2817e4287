import type { FileHandle } from 'node:fs/promises';

/** The longest line taken, in bytes: a submission with every field at its limit stays below. */
export const LINE_LIMIT = 4 * 1024 * 1024;
const chunkBytes = 64 * 1024;

export interface Line {
  /** From 1. */
  readonly line: number;
  /** Null for a line that is too long, or no UTF-8. */
  readonly text: string | null;
  readonly problem: 'line-length' | 'utf-8' | null;
}

/**
 * The lines of an open file from its start, in pages of whole lines; blank ones are passed over. Memory is bounded by
 * `LINE_LIMIT` whatever the file holds.
 */
export async function* linesOf(file: FileHandle): AsyncGenerator<readonly Line[]> {
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let rest: Buffer[] = [];
  let restBytes = 0;
  let line = 0;
  for (let position = 0; ; ) {
    const { bytesRead } = await file.read(chunk, 0, chunkBytes, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const page: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1 && end < bytesRead; end = chunk.indexOf(10, start)) {
      line += 1;
      restBytes += end - start;
      const bytes = [...rest, chunk.subarray(start, end)];
      const read = restBytes > LINE_LIMIT ? tooLong(line) : decoded(line, bytes);
      if (read !== null) page.push(read);
      rest = [];
      restBytes = 0;
      start = end + 1;
    }
    restBytes += bytesRead - start;
    // What is beyond the limit is counted and not kept.
    if (restBytes <= LINE_LIMIT) rest.push(Buffer.from(chunk.subarray(start, bytesRead)));
    if (page.length > 0) yield page;
  }
  const last = restBytes > LINE_LIMIT ? tooLong(line + 1) : decoded(line + 1, rest);
  if (last !== null) yield [last];
}

const tooLong = (line: number): Line => ({ line, text: null, problem: 'line-length' });

function decoded(line: number, parts: readonly Uint8Array[]): Line | null {
  const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return /^[ \t\r]*$/.test(text) ? null : { line, text, problem: null };
  } catch {
    return { line, text: null, problem: 'utf-8' };
  }
}
