import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { ledgerStream } from '../../events/stream.ts';
import { activeKeys, keysAt, originOf } from '../../projections/log-keys.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import { Handler } from '../../src/handle/handle.ts';
import { refused } from '../vault/refusals.ts';
import { World } from './world.ts';

const origin = 'tests.example/ledger';
const next = 'tests.example/ledger-2';
const root = `${'A'.repeat(43)}=`;
const keyOf = (name: string): string => makeLogKey(name).verifier;

describe('the log as the ledger stream has it', () => {
  it('is brought up to the present by every act on it, through whichever node', async () => {
    const world = await World.open();
    const { store, vault } = world;
    const other = new Handler({ store, vault, openPanels: async () => [] });
    const [first] = activeKeys(await other.log.now());
    const key = keyOf(origin);
    await world.act('adm', 'add-log-key', { key }, { subject: '' });
    expect(activeKeys(await other.log.now())).to.deep.equal([first, key]);
    await world.act('adm', 'retire-log-key', { key: first ?? '' }, { subject: '' });
    const log = await other.log.now();
    expect(activeKeys(log)).to.deep.equal([key]);
    expect(keysAt(log, 1)).to.deep.equal([first, key]);
  });

  it('takes an act once: sent again, it answers as it did, whatever was done since', async () => {
    const world = await World.open();
    const key = keyOf(origin);
    const adding = { ...world.command(world.id('adm'), 'add-log-key', { key }), id: crypto.randomUUID() };
    const before = await world.handler.handle(adding);
    const [first = ''] = activeKeys(await world.handler.log.now());
    await world.act('adm', 'retire-log-key', { key: first }, { subject: '' });
    const again = await world.handler.handle(adding);
    expect(again).to.deep.equal({ ...before, replayed: true });
    const other = { ...world.command(world.id('adm'), 'add-log-key', { key: first }), id: adding.id };
    await refused(world.handler.handle(other), 'idempotency-mismatch');
  });

  it('goes on under a new name after a loss, as the same ledger with the same people', async () => {
    const world = await World.open();
    const { registrar } = foundingOf(world.ledger);
    const logKey = keyOf(next);
    const continues = { origin, size: 70, root };
    const recovery = world.command(registrar, 'recover-ledger', { origin: next, logKey, continues });
    await world.handler.handle({ ...recovery, via: 'operator' });
    const log = await world.handler.log.now();
    expect(originOf(log)).to.deep.include({ origin: next, continues });
    expect(activeKeys(log)).to.deep.equal([logKey]);
    expect(log.founded).to.deep.equal({
      ledger: world.ledger,
      registrar,
      administrator: foundingOf(world.ledger).administrator,
    });
    const bodies: string[] = [];
    for await (const { body } of world.store.readStream(ledgerStream)) bodies.push(body);
    expect(bodies.map((body) => decode(body).type)).to.deep.equal(['LedgerOpened', 'LedgerOpened']);
    // The directory goes on, and so do the system's own acts under the ledger's id.
    await world.as(registrar, 'register-person', {
      person: world.id('new'),
      kind: 'human',
      name: 'New',
      secret: 'A'.repeat(43),
    });
    const restarted = new Handler({ store: world.store, vault: world.vault, openPanels: async () => [] });
    expect((await restarted.opening.event())?.data.origin).to.equal(origin);
    expect(originOf(await restarted.log.now())?.origin).to.equal(next);
  });
});
