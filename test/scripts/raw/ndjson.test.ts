import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { z } from 'zod';
import { readNdjson } from '../../../scripts/raw/ndjson.ts';
import { collected, withFiles } from './folder.ts';

const Row = z.strictObject({ n: z.int(), text: z.string().exactOptional() });
const read = (content: string): Promise<object[]> =>
  withFiles({ 'rows.ndjson': content }, (folder) => collected(readNdjson(join(folder, 'rows.ndjson'), Row)));

const failure = (reading: Promise<unknown>): Promise<string> =>
  reading.then(
    () => 'nothing',
    (error: unknown) => String(error),
  );

describe('readNdjson', () => {
  it('ends a row at a line feed alone, so that other line separators stay inside values', async () => {
    const row = { n: 1, text: 'a\u2028b\u2029c' };
    expect(await read(`${JSON.stringify(row)}\n{"n":2}`)).to.deep.equal([row, { n: 2 }]);
  });

  it('names file and line of a row that does not fit, and the field', async () => {
    expect(await failure(read('{"n":1}\n\n{"n":"two"}\n'))).to.match(/rows\.ndjson:3: n: /);
    expect(await failure(read('{"n":1}\n{"n":'))).to.match(/rows\.ndjson:2: not JSON/);
  });
});
