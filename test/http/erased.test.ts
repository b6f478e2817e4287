import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { closedInWords } from '../../src/cli/closed-in-words.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import { propose, received, withdrawn } from '../erasure/office.ts';
import { ServedWorld } from './served-world.ts';

const Erased = z.object({ ground: z.string(), index: z.number(), at: z.string(), event: z.string() });
const Shown = z.object({
  fields: z.array(
    z.object({
      state: z.enum(['opened', 'withheld', 'erased']),
      value: z.unknown(),
      erased: z.unknown().optional(),
    }),
  ),
});

describe('a text that was erased', () => {
  let up: ServedWorld;

  before(async () => {
    up = await ServedWorld.open();
    const { registrar, administrator } = foundingOf(up.world.ledger);
    for (const name of ['eli', 'fay']) {
      const person = up.world.id(name);
      const asked = await up.world.as(registrar, 'propose-role', {
        person,
        role: 'privacy-officer',
        change: 'grant',
      });
      const proposal = asked.events[0]?.id ?? '';
      await up.world.as(administrator, 'grant-role', { person, role: 'privacy-officer', proposal });
    }
  });
  after(() => up.close());

  it('says when, on which ground and by which event, where it stood', async () => {
    await received(up.world);
    await withdrawn(up.world);
    const { submission } = up.world;
    const read = async (name: 'sec' | 'sub') =>
      Shown.parse((await up.as(name).get(`/api/submissions/${submission}`)).json());
    expect((await read('sec')).fields.map(({ state }) => state)).to.deep.equal(['opened', 'opened']);

    const { erasure, proposal } = await propose(up.world, {
      submissions: [submission],
      ground: 'court-order',
    });
    const approved = await up
      .as('fay')
      .post(`/api/erasures/${erasure}/approve-erasure`, { proposal }, { 'idempotency-key': randomUUID() });
    expect(approved.status).to.equal(201);
    expect(approved.json())
      .to.have.property('keysInBackupsUntil')
      .that.matches(/^2026-0[1-3]-\d\d$/);
    await up.projector.waitFor();

    for (const name of ['sec', 'sub'] as const) {
      const { fields } = await read(name);
      for (const { state, value, erased } of fields) {
        const by = Erased.parse(erased);
        expect([state, value, by.ground]).to.deep.equal(['erased', null, 'court-order']);
        const place = up.projector.views.entryAt(by.index);
        expect([place?.type, place?.id, place?.stream]).to.deep.equal([
          'DisclosuresErased',
          by.event,
          `erasure-${erasure}`,
        ]);
      }
    }
  });

  it('is told in few words at a terminal', () => {
    const erased = {
      erasure: randomUUID(),
      event: randomUUID(),
      index: 161,
      at: '2026-11-25T12:16:00.000Z',
      ground: 'court-order' as const,
    };
    expect(closedInWords({ state: 'erased', erased })).to.equal(
      '(erased on 2026-11-25, court-order, by event 161)',
    );
    expect(closedInWords({ state: 'erased', erased: null })).to.equal('(erased; no event on record says so)');
    expect(closedInWords({ state: 'withheld' })).to.equal('(sealed)');
  });
});
