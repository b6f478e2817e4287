import { expect } from 'chai';
import { describe, it } from 'mocha';
import { federalActs } from '../../../scripts/federal/acts.ts';
import type { Edition } from '../../../scripts/federal/raw.ts';
import { riskTierOf } from '../../../scripts/federal/risk-tier.ts';
import type { Act } from '../../../scripts/history/act.ts';
import { collected, ndjson, withFiles } from '../raw/folder.ts';

const files = {
  'columns.csv': 'field,source_header_2025_01_23,non_empty_rows\nuse_case_name,Use Case Name,3\n',
  'use_cases.ndjson': ndjson([
    {
      row: 1,
      first_listed: '2024-12-18',
      agency: 'Bureau of Weather ',
      use_case_name: 'Rain',
      impact_type: 'Rights-Impacting\n',
      outputs: 'Maps',
    },
    { row: 2, first_listed: '2025-01-23', agency: 'Office of Maps', use_case_name: 'Roads' },
    { row: 3, first_listed: '2024-12-18', agency: 'Bureau of Weather', use_case_name: 'Snow' },
  ]),
  'edition_changes.ndjson': ndjson([
    { row: 1, field: 'use_case_name', edition_2024_12_18: 'RAIN', edition_2025_01_23: 'Rain' },
    { row: 1, field: 'outputs', edition_2024_12_18: '', edition_2025_01_23: 'Maps' },
  ]),
};
const acts = (until?: Edition): Promise<Act[]> =>
  withFiles(files, (folder) => collected(federalActs(folder, until)));

describe('federalActs', () => {
  it('receives a use case as its first edition has it, cells untouched, and revises exactly what changed', async () => {
    const row1 = (await acts()).filter(({ submission }) => submission === '1');
    const about = { submission: '1', by: 'Bureau of Weather', as: 'submitter' };
    expect(row1).to.deep.equal([
      {
        act: 'receive-submission',
        key: '1/received',
        ...about,
        at: '2024-12-18',
        framework: 'omb-m-24-10',
        fields: { use_case_name: 'RAIN', agency: 'Bureau of Weather ', impact_type: 'Rights-Impacting\n' },
      },
      {
        act: 'screen-submission',
        key: '1/classified',
        ...about,
        at: '2024-12-18',
        scope: 'in',
        riskTier: 'rights-impacting',
      },
      {
        act: 'revise-submission',
        key: '1/revised/2025-01-23',
        ...about,
        at: '2025-01-23',
        fields: { use_case_name: 'Rain', outputs: 'Maps' },
      },
    ]);
  });

  it('names each agency once, by its trimmed name, before its first use case', async () => {
    const all = await acts();
    const people = all.filter(({ act }) => act === 'person');
    expect(people.map((act) => act['person'])).to.deep.equal(['Bureau of Weather', 'Office of Maps']);
    expect(all.findIndex(({ key }) => key === 'agency/Office of Maps')).to.be.lessThan(
      all.findIndex(({ key }) => key === '2/received'),
    );
  });

  it('gives every act a key of its own, and makes the first edition the beginning of both', async () => {
    const [both, first] = [await acts(), await acts('2024-12-18')];
    expect(new Set(both.map(({ key }) => key)).size).to.equal(both.length);
    expect(both.slice(0, first.length)).to.deep.equal(first);
    expect(first.filter(({ act }) => act === 'receive-submission')).to.have.length(2);
  });
});

describe('riskTierOf', () => {
  it('trims and lower-cases the answer, and tells an empty cell from other answers', () => {
    const answers = [
      'Rights-Impacting\n',
      'Safety-impacting',
      ' Both',
      'Neither',
      undefined,
      'Case-by-case assessment',
      'No, use case is too new to fully assess impacts; will be reassessed before end of initiation stage.',
      'Perhaps',
    ];
    expect(answers.map(riskTierOf)).to.deep.equal([
      'rights-impacting',
      'safety-impacting',
      'both',
      'neither',
      'not-stated',
      'case-by-case',
      'too-new',
      'other',
    ]);
  });
});
