import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { federalActs } from '../../../scripts/federal/acts.ts';
import type { Act } from '../../../scripts/history/act.ts';
import { writeHistory } from '../../../scripts/history/write.ts';
import { jossActs } from '../../../scripts/joss/acts.ts';
import { parseAct } from '../../../src/import/parse-act.ts';
import { paper } from '../joss/papers.ts';
import { collected, ndjson, withFiles } from '../raw/folder.ts';

async function* acts(count: number): AsyncGenerator<Act> {
  for (let i = 0; i < count; i += 1) yield { act: 'add-comment', key: `c${i}`, text: 'a\u2028b\n' };
}

describe('writeHistory', () => {
  it('writes an act a line, whatever its texts hold, and says how many', () =>
    withFiles({}, async (folder) => {
      const file = join(folder, 'new', 'history.ndjson');
      expect(await writeHistory(acts(3_000), file)).to.equal(3_000);
      const lines = (await readFile(file, 'utf8')).split('\n');
      expect(lines).to.have.length(3_001);
      expect(JSON.parse(lines[2_999] ?? '')).to.deep.equal((await collected(acts(3_000))).at(-1));
    }));
});

describe('both mappings', () => {
  const raw = {
    'columns.csv': 'field,source_header_2025_01_23\nuse_case_name,Use Case Name\n',
    'use_cases.ndjson': ndjson([
      { row: 1, first_listed: '2024-12-18', agency: 'Bureau of Weather ', use_case_name: 'Rain' },
    ]),
    'edition_changes.ndjson': ndjson([
      { row: 1, field: 'use_case_name', edition_2024_12_18: 'RAIN', edition_2025_01_23: 'Rain' },
    ]),
    'submissions.ndjson': ndjson([
      paper({
        editor: 'u0001~2',
        reviewers: ['', '<s>u0004</s>', 'u0002', 'u0002'],
        final_state: 'retracted',
      }),
    ]),
    'review_comments.ndjson': ndjson([{ submission: '10.99999/invented.1', actors: ['bot1', 'u0002'] }]),
  };

  it('write only acts that the importer reads', () =>
    withFiles(raw, async (folder) => {
      const all = [
        ...(await collected(federalActs(folder))),
        ...(await collected(jossActs(folder, { textBytes: 9 }))),
      ];
      const found = all.map((act) => parseAct({ line: 1, text: JSON.stringify(act), problem: null }));
      expect(found.filter((parsed) => !('act' in parsed))).to.deep.equal([]);
      expect(new Set(all.map(({ act }) => act)).size).to.equal(11);
    }));
});
