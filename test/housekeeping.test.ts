import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../events/decode.ts';
import { digestsOf } from '../events/reveal.ts';
import { Housekeeping, type Job, sweepOrphans } from '../src/housekeeping.ts';
import { openVault } from '../src/vault/sqlite.ts';
import { Game } from './handle/moves.ts';
import { World } from './handle/world.ts';
import { disclosureOf } from './vault/disclosures.ts';
import { folders, vaultIn } from './vault/folder.ts';

const dayMs = 86_400_000;

describe('the sweep of orphans', () => {
  const folder = folders();

  it('deletes after a day what no event mentions, and nothing that one does', async () => {
    const clock = { ms: Date.now() };
    const vault = openVault({ ...vaultIn(folder()), now: () => clock.ms });
    const world = await World.open({ vault });
    const game = new Game(world);
    await game.begin();
    const digests: string[] = [];
    for await (const { body } of world.store.readAll())
      digests.push(...digestsOf(decode(body)).map(({ digest }) => digest));
    expect(digests.length).to.be.greaterThan(20);
    const orphan = disclosureOf('nobody waits for it');
    await vault.put([orphan]);
    await vault.putBlob([randomBytes(10)]);
    const job = sweepOrphans({ vault, store: world.store, now: () => clock.ms });
    const { signal } = new AbortController();
    const states = async (): Promise<readonly (string | undefined)[]> => {
      const opened = await vault.open([...digests, orphan.digest]);
      return [...opened.values()].map(({ state }) => state);
    };
    expect(await job.run(signal)).to.deep.equal({ disclosures: 0, blobs: 0 });
    clock.ms += dayMs + 1;
    const young = disclosureOf('its event is on the way');
    await vault.put([young]);
    expect(await job.run(signal)).to.deep.equal({ disclosures: 1, blobs: 1 });
    const after = await states();
    expect(after.at(-1)).to.equal('missing');
    expect(new Set(after.slice(0, -1))).to.deep.equal(new Set(['opened']));
    expect((await vault.open([young.digest])).get(young.digest)?.state).to.equal('opened');
    await vault.close();
  });

  it('does not read the log while there is nothing to ask it about', async () => {
    const vault = openVault(vaultIn(folder()));
    await vault.put([disclosureOf('young')]);
    const store = {
      readAll: () => {
        throw new Error('the log was read');
      },
    };
    const { signal } = new AbortController();
    expect(await sweepOrphans({ vault, store }).run(signal)).to.deep.equal({ disclosures: 0, blobs: 0 });
    await vault.close();
  });
});

describe('housekeeping', () => {
  const counting = (done: string[], name: string): Job => ({
    name,
    run: async () => {
      done.push(name);
      return {};
    },
  });

  it('does each job soon after the start and then again and again, until it is stopped', async () => {
    const done: string[] = [];
    const housekeeping = new Housekeeping({ jobs: [counting(done, 'a')], firstAfterMs: 1, everyMs: 1 });
    housekeeping.start();
    housekeeping.start();
    for (let tries = 0; done.length < 3 && tries < 200; tries += 1) await pause(5);
    await housekeeping.stop();
    const { length } = done;
    expect(length).to.be.at.least(3);
    await pause(20);
    expect(done).to.have.length(length);
  });

  it('says what failed, and does the other jobs all the same', async () => {
    const done: string[] = [];
    const told: unknown[] = [];
    const failure = new Error(randomUUID());
    const housekeeping = new Housekeeping({
      jobs: [{ name: 'bad', run: () => Promise.reject(failure) }, counting(done, 'good')],
      onFailure: (job, error) => told.push([job, error]),
      onDone: (job, did) => told.push([job, did]),
    });
    await housekeeping.run();
    expect(done).to.deep.equal(['good']);
    expect(told).to.deep.equal([
      ['bad', failure],
      ['good', {}],
    ]);
  });

  it('is stopped in the middle of a job, which then is no failure', async () => {
    const told: unknown[] = [];
    const waits: Job = {
      name: 'long',
      run: async (signal) => {
        await pause(60_000, undefined, { signal });
        return {};
      },
    };
    const housekeeping = new Housekeeping({ jobs: [waits], onFailure: (job) => told.push(job) });
    const running = housekeeping.run();
    await housekeeping.stop();
    await running;
    expect(told).to.deep.equal([]);
  });
});
