import { expect } from 'chai';
import { describe, it } from 'mocha';
import { activeKeys, keysAt, type LogState, lastSealed, originOf } from '../../projections/log-keys.ts';
import {
  firstKey,
  keyOf,
  office,
  opened,
  opening,
  origin,
  root,
  secondKey,
} from '../decider/ledger/opened.ts';
import { at, does, type OfficeStep } from '../decider/offices.ts';
import { idOf } from '../decider/people.ts';

const next = 'ledger.example/governance-2';
const thirdKey = keyOf(next, 2);
const add = does('adm', 'add-log-key', { key: secondKey });
const retire = does('adm', 'retire-log-key', { key: firstKey });
const continues = { origin, size: 70, root };
const recover = does(
  'reg',
  'recover-ledger',
  { origin: next, logKey: thirdKey, continues },
  { via: 'operator' },
);
const sealing = (day: string) =>
  does(null, 'seal-access', { day, rows: 2, saltedSha256: 'cd'.repeat(32) }, { via: 'system' });
const exporting = does('aud', 'record-export', {
  export: idOf('export'),
  audience: 'panel',
  from: 0,
  size: 3,
  root,
  manifest: 'ab'.repeat(32),
});

const played = (...steps: readonly OfficeStep[]): LogState => {
  let state: LogState | undefined;
  at(office, ...steps).shows(({ log }) => {
    state = log;
  });
  if (state === undefined) throw new Error('nothing was played');
  return state;
};

describe('what the ledger stream says of the log', () => {
  it('is nothing before it is open', () => {
    const log = played();
    expect([originOf(log), log.founded, activeKeys(log), lastSealed(log)]).to.deep.equal([
      null,
      null,
      [],
      null,
    ]);
  });

  it('begins with the origin and key of the opening', () => {
    const log = played(opened);
    expect(originOf(log)).to.deep.include({ origin, continues: null });
    expect(originOf(log)?.opened.revision).to.equal(0);
    expect(activeKeys(log)).to.deep.equal([firstKey]);
  });

  it('asks two keys to sign while they overlap', () => {
    const log = played(opened, add);
    expect(activeKeys(log)).to.deep.equal([firstKey, secondKey]);
  });

  it('knows which keys signed at each revision', () => {
    const log = played(opened, add, sealing('2026-01-03'), retire);
    expect([-1, 0, 1, 2, 3, 9].map((revision) => keysAt(log, revision))).to.deep.equal([
      [],
      [firstKey],
      [firstKey, secondKey],
      [firstKey, secondKey],
      [secondKey],
      [secondKey],
    ]);
    expect(activeKeys(log)).to.deep.equal([secondKey]);
    expect(log.keys.map(({ added, ended }) => [added.revision, ended?.revision])).to.deep.equal([
      [0, 3],
      [1, undefined],
    ]);
  });

  it('takes the people from the first opening, the origin and its key from the last', () => {
    const log = played(opened, add, recover);
    const { ledger, administrator, registrar } = opening;
    expect(log.founded).to.deep.equal({ ledger, administrator, registrar });
    expect(originOf(log)).to.deep.include({ origin: next, continues });
    expect(log.origins.map((each) => each.opened.revision)).to.deep.equal([0, 2]);
    expect(activeKeys(log)).to.deep.equal([thirdKey]);
    expect(keysAt(log, 1)).to.deep.equal([firstKey, secondKey]);
    expect(log.keys.map((each) => each.origin)).to.deep.equal([origin, origin, next]);
  });

  it('lists sealed days and exports', () => {
    const log = played(opened, sealing('2026-01-02'), exporting, sealing('2026-01-04'));
    expect(lastSealed(log)).to.deep.include({ day: '2026-01-04', rows: 2 });
    expect(log.sealedDays.map(({ day }) => day)).to.deep.equal(['2026-01-02', '2026-01-04']);
    expect(log.exports).to.have.length(1);
    expect(log.exports[0]).to.deep.include({ audience: 'panel', size: 3, by: idOf('aud') });
  });
});
