import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { submissionStream } from '../events/stream.ts';
import { addDays } from '../events/time.ts';
import { openProjector, type Projector } from '../src/projector/projector.ts';
import { Ticker } from '../src/ticker.ts';
import { Game } from './handle/moves.ts';
import { World } from './handle/world.ts';

describe('the ticker', () => {
  let world: World;
  let projector: Projector;
  let ticker: Ticker;
  const failures: unknown[] = [];
  beforeEach(async () => {
    world = await World.open();
    projector = await openProjector({ store: world.store, path: ':memory:' });
    failures.length = 0;
    ticker = tickerOf(world, projector);
  });
  afterEach(() => projector.close());

  const tickerOf = (of: World, from: Projector): Ticker =>
    new Ticker({
      handle: (command) => of.handler.handle(command),
      due: async (at) => {
        await from.waitFor();
        return from.views.dueActs(at);
      },
      now: () => Date.parse(of.now),
      onFailure: (error) => failures.push(error),
    });

  async function approved(expires?: string): Promise<Game> {
    const game = new Game(world);
    await game.begin();
    await game.decide(expires);
    expect(await game.state()).to.include({ outcome: 'approved', phase: 'aftercare' });
    return game;
  }

  it('records that an approval lapses, with nobody present', async () => {
    const expires = addDays(world.now, 90);
    const game = await approved(expires);
    world.now = expires;
    expect(await ticker.tick()).to.equal(0);
    world.now = addDays(expires, 1);
    expect(await ticker.tick()).to.equal(1);
    const types: string[] = [];
    for await (const { type, body } of world.store.readStream(submissionStream(game.subject))) {
      types.push(type);
      if (type === 'DecisionExpired') expect(body).to.include('"via":"system"').and.to.include(world.ledger);
    }
    expect(types.at(-1)).to.equal('DecisionExpired');
    expect(await ticker.tick()).to.equal(0);
    expect(failures).to.deep.equal([]);
  });

  it('appends once when two nodes see the same thing due', async () => {
    const expires = addDays(world.now, 90);
    const game = await approved(expires);
    world.now = addDays(expires, 2);
    const other = tickerOf(world, projector);
    const appended = await Promise.all([ticker.tick(), other.tick(), ticker.tick()]);
    expect(appended.reduce((a, b) => a + b)).to.be.at.least(1);
    const types: string[] = [];
    for await (const { type } of world.store.readStream(submissionStream(game.subject))) types.push(type);
    expect(types.filter((type) => type === 'DecisionExpired')).to.have.length(1);
    expect(failures).to.deep.equal([]);
  });

  it('does nothing for an approval without a term', async () => {
    await approved();
    world.now = addDays(world.now, 4_000);
    expect(await ticker.tick()).to.equal(0);
  });

  it('records everything that is due, of however many submissions', async () => {
    const expires = addDays(world.now, 400);
    for (let i = 0; i < 3; i += 1) await approved(expires);
    world.now = addDays(expires, 1);
    expect(await ticker.tick()).to.equal(3);
  });

  it('tells what failed, and tries it again', async () => {
    const expires = addDays(world.now, 90);
    await approved(expires);
    world.now = addDays(expires, 1);
    const faults = [new Error('the disk is full')];
    const told: unknown[] = [];
    const failing = new Ticker({
      handle: async (command) => {
        const fault = faults.pop();
        if (fault !== undefined) throw fault;
        return world.handler.handle(command);
      },
      due: async (at) => {
        await projector.waitFor();
        return projector.views.dueActs(at);
      },
      now: () => Date.parse(world.now),
      onFailure: (error) => told.push(error),
    });
    expect(await failing.tick()).to.equal(0);
    expect(told).to.have.length(1);
    expect(await failing.tick()).to.equal(1);
  });
});
