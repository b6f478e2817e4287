import { describe, it } from 'mocha';
import { parseAsked } from '../../../src/commands/parse.ts';
import { refusalOf } from '../given.ts';
import { at, does } from '../offices.ts';
import { office, opened } from './opened.ts';

// The desk's clock shows 2026-01-05.
const saltedSha256 = 'cd'.repeat(32);
const seal = (day: string, rows = 3) =>
  does(null, 'seal-access', { day, rows, saltedSha256 }, { via: 'system' });

describe('sealing a day of the access log', () => {
  it('records its rows and digest, and the day before it', () => {
    at(office, opened)
      .when(seal('2026-01-03'))
      .emits({ type: 'AccessSealed', data: { day: '2026-01-03', rows: 3, saltedSha256 } });
    at(office, opened, seal('2026-01-01'))
      .when(seal('2026-01-04'))
      .emits((desk) => ({
        type: 'AccessSealed',
        data: { day: '2026-01-04', rows: 3, saltedSha256, previous: desk.last('AccessSealed').id },
      }));
    at(office, opened).when(seal('2026-01-03')).as('service');
  });

  it('waits until the day is over', () => {
    at(office, opened).when(seal('2026-01-05')).refuses('not-due', { due: '2026-01-05T23:59:59.999Z' });
    at(office, opened).when(seal('2026-01-06')).refuses('not-due');
  });

  it('happens once', () =>
    at(office, opened, seal('2026-01-03'))
      .when(seal('2026-01-03', 4))
      .refuses('already-done', { what: 'access day', id: '2026-01-03' }));

  it('goes forward: an earlier day can no longer be sealed', () =>
    at(office, opened, seal('2026-01-03')).when(seal('2026-01-02')).refuses('already-done'));

  it('is the ledger’s own act', () => {
    for (const by of ['adm', 'aud', 'sec'])
      for (const via of ['token', 'operator'] as const)
        at(office, opened)
          .when({ ...seal('2026-01-03'), by, via })
          .refuses('not-permitted', { command: 'seal-access', accepted: [] });
  });

  it('is of a day with rows', () => {
    const data = { day: '2026-01-03', rows: 0, saltedSha256 };
    const { code } = refusalOf(() => parseAsked('seal-access', data));
    if (code !== 'invalid-command') throw new Error(code);
  });
});
