import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonical, parseCanonical } from '../../events/canonical.ts';
import { isLedgerError, LedgerError } from '../../events/errors.ts';
import { Day, Instant } from '../../events/time.ts';
import type { AccessDigest, AccessRow } from './access-log.ts';

/** What a file of reads begins with: the day, and 256 random bits that keep its digest from being guessed. */
export interface AccessSalt {
  readonly day: string;
  readonly salt: Uint8Array;
}

const First = z.strictObject({
  day: Day,
  salt: z.string().regex(/^[A-Za-z0-9_-]{43}$/, '32 bytes in base64url'),
});
const Row = z.strictObject({
  at: Instant,
  fields: z.array(z.string()),
  person: z.string(),
  purpose: z.string(),
  submission: z.string(),
});

/**
 * A day of the access log as a text file, a line each, without line ends: the salt first, then the rows by time, all in
 * canonical JSON. A day on which nothing was read has no lines.
 *
 * Example: the SHA-256 of these two lines, each with a line feed behind it, is what `AccessSealed` holds (`sha256sum`
 * of the file says it):
 *
 *     {"day":"2026-03-03","salt":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}
 *     {"at":"2026-03-03T09:00:00.000Z","fields":["reasons"],"person":"…","purpose":"timeline","submission":"…"}
 */
export function* accessFileLines({ day, salt }: AccessSalt, rows: Iterable<AccessRow>): Generator<string> {
  yield canonical({ day, salt: Buffer.from(salt).toString('base64url') });
  for (const { at, fields, person, purpose, submission } of rows)
    yield canonical({ at, fields: [...fields], person, purpose, submission });
}

/**
 * The digest that `AccessSealed` has to hold, recomputed from the lines of a file of reads, without line ends.
 * @throws LedgerError `integrity-violation` naming the first line that no such file has
 */
export function digestOfAccessFile(lines: Iterable<string>): AccessDigest {
  const digesting = new AccessFileDigest();
  for (const line of lines) digesting.add(line);
  return digesting.result();
}

/** `digestOfAccessFile` of lines that come one by one. */
export class AccessFileDigest {
  readonly #hash = createHash('sha256');
  #day: string | null = null;
  #lines = 0;
  #last = '';

  /** @throws LedgerError `integrity-violation` */
  add(text: string): void {
    this.#lines += 1;
    if (this.#day === null) this.#day = readLine(First, text, this.#lines).day;
    else this.#last = this.#timeOf(text, this.#day);
    this.#hash.update(`${text}\n`);
  }

  /** Nothing can be added after it. @throws LedgerError `integrity-violation` */
  result(): AccessDigest {
    if (this.#day === null || this.#last === '')
      throw wrong(this.#lines + 1, 'a file of reads has a salt and at least one row');
    return { day: this.#day, rows: this.#lines - 1, saltedSha256: this.#hash.digest('hex') };
  }

  #timeOf(text: string, day: string): string {
    const { at } = readLine(Row, text, this.#lines);
    if (!at.startsWith(`${day}T`)) throw wrong(this.#lines, `it is of ${at}, and the file of ${day}`);
    if (at < this.#last) throw wrong(this.#lines, `it is of ${at}, and the line before of ${this.#last}`);
    return at;
  }
}

function readLine<S extends z.ZodType>(schema: S, text: string, line: number): z.infer<S> {
  const parsed = schema.safeParse(jsonOf(text, line));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw wrong(line, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is no row'}`);
}

function jsonOf(text: string, line: number): unknown {
  try {
    return parseCanonical(text);
  } catch (error) {
    if (!isLedgerError(error)) throw error;
    throw wrong(line, error.message);
  }
}

const wrong = (line: number, rule: string): LedgerError =>
  new LedgerError('integrity-violation', `line ${line} of the file of reads: ${rule}`, {
    where: `line ${line}`,
  });
