import { createReadStream } from 'node:fs';
import type { Context } from './context.ts';
import type { Given } from './given.ts';
import { UsageError } from './usage-error.ts';

/** More than any command may hold: an append is at most 1 MiB. */
const mostBytes = 4 * 1024 * 1024;

/** The command's data from `--with`, `--data-file F` or standard input (`-`); an empty object without any. @throws UsageError */
export async function givenData(context: Context, given: Given): Promise<unknown> {
  const text = given.text('with');
  const file = given.text('dataFile');
  if (text !== undefined && file !== undefined)
    throw new UsageError('--with', 'does not go with --data-file');
  if (text !== undefined) return parsed('--with', text);
  return file === undefined ? {} : parsed('--data-file', await textIn(context, file, '--data-file'));
}

/** @throws UsageError */
export async function requiredData(context: Context, given: Given): Promise<unknown> {
  given.required('dataFile');
  return givenData(context, given);
}

/** What a file, or standard input (`-`), holds. @throws UsageError */
export async function textIn(
  context: Pick<Context, 'terminal'>,
  file: string,
  field: string,
  most = mostBytes,
): Promise<string> {
  return (await bytesIn(context, file, field, most)).toString('utf8');
}

/** The same, byte for byte. @throws UsageError */
export async function bytesIn(
  { terminal }: Pick<Context, 'terminal'>,
  file: string,
  field: string,
  most = mostBytes,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of file === '-' ? terminal.input() : createReadStream(file)) {
      const buffer = Buffer.from(chunk);
      bytes += buffer.length;
      if (bytes > most) throw new UsageError(field, `has more than ${most} bytes`);
      chunks.push(buffer);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new UsageError(field, `${file} cannot be read (${why})`);
  }
  return Buffer.concat(chunks);
}

function parsed(field: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message repeats the text, which may be anything.
    throw new UsageError(field, 'is no JSON');
  }
}
