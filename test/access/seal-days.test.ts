import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode, type Recorded } from '../../events/decode.ts';
import { ledgerStream } from '../../events/stream.ts';
import { millisOf } from '../../events/time.ts';
import { digestOfAccessFile } from '../../src/access/access-file.ts';
import type { AccessLog } from '../../src/access/access-log.ts';
import { sealDays } from '../../src/access/seal-days.ts';
import { memoryAccessLog } from '../../src/access/sqlite.ts';
import { Handler } from '../../src/handle/handle.ts';
import { World } from '../handle/world.ts';
import { refused } from '../vault/refusals.ts';

const { signal } = new AbortController();

/** A ledger whose access log was read from on some days. */
class Sealing {
  readonly world: World;
  readonly access: AccessLog;
  #clock = 0;

  constructor(world: World) {
    this.world = world;
    this.access = memoryAccessLog(() => this.#clock);
  }

  static async open(): Promise<Sealing> {
    return new Sealing(await World.open());
  }

  read(...instants: readonly string[]): void {
    for (const instant of instants) {
      this.#clock = millisOf(instant);
      this.access.record({
        person: this.world.id('aud'),
        submission: '',
        fields: ['title'],
        purpose: 'content',
      });
    }
  }

  job(at: string, { access = this.access, handler = this.world.handler } = {}) {
    this.world.now = at;
    const { log } = handler;
    return sealDays({
      access,
      ledger: this.world.ledger,
      log,
      handle: (command) => handler.handle(command),
      now: () => millisOf(at),
    });
  }

  async sealed(): Promise<readonly Recorded<'AccessSealed'>[]> {
    const found: Recorded<'AccessSealed'>[] = [];
    for await (const { body } of this.world.store.readStream(ledgerStream)) {
      const event = decode(body);
      if (event.type === 'AccessSealed') found.push(event);
    }
    return found;
  }
}

describe('sealing the access log', () => {
  it('seals each day that is over, in order, as its file has it, and none on which nothing was read', async () => {
    const sealing = await Sealing.open();
    sealing.read('2026-03-03T08:00:00.000Z', '2026-03-03T23:59:59.999Z', '2026-03-06T00:00:00.000Z');
    sealing.read('2026-03-07T00:00:00.000Z');
    expect(await sealing.job('2026-03-07T12:00:00.000Z').run(signal)).to.deep.equal({ sealed: 2 });
    const events = await sealing.sealed();
    const file = (day: string) => digestOfAccessFile(sealing.access.fileOf(day));
    expect(events.map(({ data }) => data)).to.deep.equal([
      file('2026-03-03'),
      { ...file('2026-03-06'), previous: events[0]?.id },
    ]);
    expect(events.map(({ data }) => data.rows)).to.deep.equal([2, 1]);
    expect(events[0]?.actor).to.deep.equal({ person: sealing.world.ledger, role: 'service', via: 'system' });
  });

  it('goes on the next day where it stopped', async () => {
    const sealing = await Sealing.open();
    sealing.read('2026-03-03T08:00:00.000Z', '2026-03-04T08:00:00.000Z');
    expect(await sealing.job('2026-03-04T12:00:00.000Z').run(signal)).to.deep.equal({ sealed: 1 });
    expect(await sealing.job('2026-03-04T13:00:00.000Z').run(signal)).to.deep.equal({ sealed: 0 });
    expect(await sealing.job('2026-03-05T12:00:00.000Z').run(signal)).to.deep.equal({ sealed: 1 });
    expect((await sealing.sealed()).map(({ data }) => data.day)).to.deep.equal(['2026-03-03', '2026-03-04']);
  });

  it('leaves a day for a minute, for rows that are on their way to the disk', async () => {
    const sealing = await Sealing.open();
    sealing.read('2026-03-03T23:59:59.999Z');
    expect(await sealing.job('2026-03-04T00:00:59.999Z').run(signal)).to.deep.equal({ sealed: 0 });
    expect(await sealing.job('2026-03-04T00:01:00.000Z').run(signal)).to.deep.equal({ sealed: 1 });
  });

  it('seals a day once where two nodes do it at the same time', async () => {
    const sealing = await Sealing.open();
    sealing.read('2026-03-03T08:00:00.000Z', '2026-03-04T08:00:00.000Z');
    const { store, vault } = sealing.world;
    const now = () => millisOf('2026-03-05T12:00:00.000Z');
    const other = new Handler({ store, vault, openPanels: async () => [], now });
    const done = await Promise.all([
      sealing.job('2026-03-05T12:00:00.000Z').run(signal),
      sealing.job('2026-03-05T12:00:00.000Z', { handler: other }).run(signal),
    ]);
    expect(done.reduce((sum, each) => sum + Number(Object.values(each)[0]), 0)).to.equal(2);
    expect((await sealing.sealed()).map(({ data }) => data.day)).to.deep.equal(['2026-03-03', '2026-03-04']);
  });

  it('says so where another node sealed another log of the same day', async () => {
    const sealing = await Sealing.open();
    sealing.read('2026-03-03T08:00:00.000Z');
    const job = sealing.job('2026-03-05T12:00:00.000Z');
    const elsewhere = new Sealing(sealing.world);
    elsewhere.read('2026-03-03T09:00:00.000Z', '2026-03-03T10:00:00.000Z');
    // It asks what is sealed before the other one seals.
    const log = await sealing.world.handler.log.now();
    const late = sealDays({
      access: elsewhere.access,
      ledger: sealing.world.ledger,
      log: { now: async () => log },
      handle: (command) => sealing.world.handler.handle(command),
      now: () => millisOf('2026-03-05T12:00:00.000Z'),
    });
    await job.run(signal);
    await refused(Promise.resolve(late.run(signal)), 'idempotency-mismatch');
  });

  it('stops where it is told to', async () => {
    const sealing = await Sealing.open();
    sealing.read('2026-03-03T08:00:00.000Z');
    const stopped = AbortSignal.abort(new Error('stopped'));
    const done = await sealing
      .job('2026-03-05T12:00:00.000Z')
      .run(stopped)
      .catch((error: unknown) => error);
    expect(String(done)).to.contain('stopped');
    expect(await sealing.sealed()).to.deep.equal([]);
  });
});
