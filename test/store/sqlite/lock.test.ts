import { symlinkSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { openSqliteStore } from '../../../src/store/sqlite.ts';
import { type Child, runChild } from '../children/run-child.ts';
import { eventOf, listed, refusal } from '../events.ts';
import { ledgerPath } from './ledger-files.ts';

describe("the writer's lock", () => {
  const holder = async (path: string): Promise<Child> => {
    const child = runChild('hold-the-lock', [path]);
    await child.said(1);
    return child;
  };

  it('refuses a second writer, with the path and who writes, and lets readers in', async () => {
    const path = ledgerPath();
    const child = await holder(path);
    const refused = await refusal(openSqliteStore(path));
    expect(refused).to.deep.include({ code: 'ledger-locked', facts: { path } });
    expect(refused.message).to.include(path).and.to.include(`process ${child.process.pid}`);
    const reader = await openSqliteStore(path, { readOnly: true });
    expect(await listed(reader.readAll())).to.deep.equal([]);
    await reader.close();
    child.process.kill('SIGKILL');
    await child.ended;
  });

  it('is free again when the process that held it was killed', async () => {
    const path = ledgerPath();
    const child = await holder(path);
    child.process.kill('SIGKILL');
    expect(await child.ended).to.equal('SIGKILL');
    const store = await openSqliteStore(path);
    expect(await store.append('a', 'absent', [eventOf()])).to.include({ outcome: 'appended' });
    await store.close();
  });

  it('is one for the file, by whatever path and in whatever process it is opened', async () => {
    const path = ledgerPath();
    const store = await openSqliteStore(path);
    symlinkSync(path, `${path}.link`);
    expect(await refusal(openSqliteStore(path))).to.include({ code: 'ledger-locked' });
    expect(await refusal(openSqliteStore(`${path}.link`))).to.deep.include({
      code: 'ledger-locked',
      facts: { path },
    });
    await store.append('a', 'absent', [eventOf()]);
    await store.close();
    const again = await openSqliteStore(`${path}.link`);
    expect(await listed(again.readAll())).to.have.length(1);
    await again.close();
  });

  it('is let go when opening fails', async () => {
    const path = ledgerPath();
    const child = await holder(path);
    await refusal(openSqliteStore(path));
    child.process.kill('SIGKILL');
    await child.ended;
    await (await openSqliteStore(path)).close();
    await (await openSqliteStore(path)).close();
  });
});
