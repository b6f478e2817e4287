import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { openStore } from '../../src/store/open.ts';
import { eventOf, listed, refusal } from './events.ts';
import { ledgerPath } from './sqlite/ledger-files.ts';

describe('opening a store by its URL', () => {
  it('takes a relative path from the folder given, and an absolute one as it is', async () => {
    const path = ledgerPath();
    const store = await openStore(`sqlite:${basename(path)}`, { base: dirname(path) });
    await store.append('a', 'absent', [eventOf()]);
    expect(existsSync(path)).to.equal(true);
    const reader = await openStore(`sqlite:${path}`, { base: '/nowhere', readOnly: true });
    expect(await listed(reader.readAll())).to.have.length(1);
    await reader.close();
    await store.close();
  });

  it('gives a new store in memory each time', async () => {
    const [a, b] = [await openStore('memory:'), await openStore('memory:')];
    await a.append('a', 'absent', [eventOf()]);
    expect(await b.head()).to.equal(null);
    await a.close();
    await b.close();
  });

  it('says that KurrentDB comes later, without repeating a password', async () => {
    for (const url of [
      'kurrentdb://admin:hunter2@localhost:2113',
      'kurrentdb+discover://u:hunter2@a',
      'esdb://hunter2',
    ]) {
      const refused = await refusal(openStore(url));
      expect(refused).to.include({ code: 'store-unavailable' });
      expect(refused.message).to.include('later release').and.not.to.include('hunter2');
    }
  });

  for (const url of [
    '',
    'sqlite:',
    'sqlite::memory:',
    'sqlite://folder/ledger.db',
    'memory:x',
    'postgres://u:p@h/d',
    'ledger.db',
  ])
    it(`refuses ${JSON.stringify(url)} and says what it would take`, async () => {
      const refused = await refusal(openStore(url));
      expect(refused).to.include({ code: 'invalid-store-call' });
      expect(refused.message).to.include('sqlite:PATH');
    });
});
