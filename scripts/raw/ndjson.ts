import { createReadStream } from 'node:fs';
import type { z } from 'zod';

/** The rows of an NDJSON file as they come, each checked. @throws Error naming file and line where one does not fit */
export async function* readNdjson<S extends z.ZodType>(file: string, row: S): AsyncGenerator<z.infer<S>> {
  let line = 0;
  for await (const text of linesOf(file)) {
    line += 1;
    if (text === '') continue;
    const parsed = row.safeParse(parse(text, file, line));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const field = issue?.path.map(String).join('.') ?? '';
      throw new Error(`${file}:${line}: ${field}: ${issue?.message ?? 'does not fit'}`);
    }
    yield parsed.data;
  }
}

/** Node's readline would also break a line at U+2028, which stands inside values. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of createReadStream(file, 'utf8')) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest;
}

function parse(text: string, file: string, line: number): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file}:${line}: not JSON`, { cause });
  }
}
