import { expect } from 'chai';
import fc from 'fast-check';
import { before, describe, it } from 'mocha';
import { v4 } from 'uuid';
import { decode } from '../../events/decode.ts';
import { isLedgerError } from '../../events/errors.ts';
import { submissionStream } from '../../events/stream.ts';
import { evolve, isSubmissionEvent } from '../../projections/review-state/evolve.ts';
import { initialReviewState, type ReviewState } from '../../projections/review-state/state.ts';
import { parseAsked } from '../../src/commands/parse.ts';
import { Handler } from '../../src/handle/handle.ts';
import type { NewEvent } from '../../src/store/event-store.ts';
import { MemoryStore } from '../../src/store/memory.ts';
import type { Opened, Vault } from '../../src/vault/vault.ts';
import { aMove, Game } from './moves.ts';
import { criteriaHash, World } from './world.ts';

/** What anyone sees who has the log and no disclosure at all. */
async function publicState(world: World, subject: string): Promise<ReviewState> {
  let state = initialReviewState;
  for await (const { body } of world.store.readStream(submissionStream(subject))) {
    const event = decode(body);
    if (isSubmissionEvent(event)) state = evolve(state, event);
  }
  return state;
}

/** A vault that opens nothing but what pseudonyms are made of. */
const stripped = (vault: Vault): Vault => ({
  ...vaultMethods(vault),
  open: async (digests) => {
    const found = await vault.open(digests);
    return new Map(
      [...found].map(([digest, opened]): readonly [string, Opened] =>
        opened.state === 'opened' && opened.disclosure.name !== 'secret'
          ? [digest, { state: 'missing' }]
          : [digest, opened],
      ),
    );
  },
});
const vaultMethods = (vault: Vault): Vault => ({
  put: (disclosures) => vault.put(disclosures),
  open: (digests) => vault.open(digests),
  streamsOf: (digests) => vault.streamsOf(digests),
  ofStream: (stream) => vault.ofStream(stream),
  byAuthor: (person) => vault.byAuthor(person),
  bySubject: (person) => vault.bySubject(person),
  putBlob: (content) => vault.putBlob(content),
  getBlob: (id) => vault.getBlob(id),
  erase: (digests) => vault.erase(digests),
  orphans: (before_, isKnown) => vault.orphans(before_, isKnown),
  deleteOrphans: (before_, isKnown) => vault.deleteOrphans(before_, isKnown),
  keyId: () => vault.keyId(),
  close: () => vault.close(),
});

async function copyOf(store: MemoryStore | World['store']): Promise<MemoryStore> {
  const copy = new MemoryStore();
  for await (const { stream, revision, id, type, body } of store.readAll()) {
    const event: NewEvent = { id, type, body };
    await copy.append(stream, revision === 0 ? 'absent' : { at: revision - 1 }, [event]);
  }
  return copy;
}

/** Commands that probe what the rules say of a review: each answered, or refused with its code. */
async function answers(handler: Handler, world: World, subject: string): Promise<readonly string[]> {
  const state = (await handler.history(submissionStream(subject))).state;
  const decision = state.decision?.decision ?? v4();
  const probes = [
    ['ana', 'record-dissent', { decision, seat: 'ana', text: 'I would have declined' }],
    [
      'ana',
      'record-judgment',
      { seat: 'ana', version: state.version, criteria: criteriaHash, findings: [], position: 'support' },
    ],
    ['cha', 'issue-decision', { outcome: 'declined', reasons: { facts: 'None', why: 'None' } }],
    ['sec', 'publish-decision', { title: 'Public', summary: 'What was decided', reasons: 'Why' }],
    ['cha', 'revoke-decision', { decision, reason: 'It was wrong' }],
    ['sub', 'withdraw-submission', { reason: 'No longer needed' }],
    ['sec', 'reopen-submission', { reason: 'New facts' }],
  ] as const;
  const said: string[] = [];
  for (const [name, command, data] of probes) {
    try {
      const accepted = await handler.handle({
        id: v4(),
        asked: parseAsked(command, data),
        subject,
        actor: world.id(name),
        via: 'token',
        at: world.now,
      });
      said.push(`${command}: ${accepted.events.map(({ type }) => type).join(' ')}`);
    } catch (error) {
      if (!isLedgerError(error)) throw error;
      said.push(`${command}: refused ${error.code} ${error.rule ?? ''}`);
    }
  }
  return said;
}

const moves = fc.array(aMove, { minLength: 5, maxLength: 45 });
const runs = 25;

describe('generated histories', () => {
  let world: World;
  before(async () => {
    world = await World.open();
  });

  it('give the same states without any disclosure once they are decided, and are sealed while open', async function () {
    this.timeout(120_000);
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(moves, fc.boolean(), fc.boolean(), async (played, contested, decided) => {
        const game = new Game(world);
        await game.begin();
        for (const move of played) await game.play(move);
        if (contested) await game.contest();
        if (decided) await game.decide();
        const full = await game.state();
        const open = await publicState(world, game.subject);
        const ended =
          full.decision !== null &&
          full.outcome !== 'deferred' &&
          full.phase !== 'review' &&
          full.phase !== 'screening' &&
          full.phase !== 'decision';
        seen.set(
          `${full.phase} ${full.outcome ?? 'open'}`,
          (seen.get(`${full.phase} ${full.outcome ?? 'open'}`) ?? 0) + 1,
        );
        if (ended) expect(open).to.deep.equal(full);
        const closed = (state: ReviewState): ReviewState => ({
          ...state,
          judgments: state.judgments.map((each) => (each.opened ? each : { ...each, content: 'sealed' })),
          raised: state.raised.map((each) => (each.opened ? each : { ...each, content: 'sealed' })),
          proposals: state.proposals.map((each) => ({ ...each, content: 'sealed' })),
          votes: state.votes.map((each) => (each.opened ? each : { ...each, content: 'sealed' })),
        });
        expect(open).to.deep.equal(closed(full));
      }),
      { numRuns: runs },
    );
    expect([...seen.keys()]).to.include('aftercare approved');
    expect([...seen.keys()].some((key) => key.startsWith('review'))).to.equal(true);
  });

  it('are answered and refused alike with and without disclosures once decided', async function () {
    this.timeout(120_000);
    let decided = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(aMove, { maxLength: 20 }), async (played) => {
        const game = new Game(world);
        await game.begin();
        for (const move of played) await game.play(move);
        await game.decide();
        const { decision, outcome, phase } = await game.state();
        if (decision === null || outcome === 'deferred' || phase !== 'aftercare') return;
        decided += 1;
        const options = { openPanels: async () => [], now: () => Date.parse(world.now) };
        const knowing = new Handler({ ...options, store: await copyOf(world.store), vault: world.vault });
        const blind = new Handler({
          ...options,
          store: await copyOf(world.store),
          vault: stripped(world.vault),
        });
        expect(await answers(blind, world, game.subject)).to.deep.equal(
          await answers(knowing, world, game.subject),
        );
      }),
      { numRuns: 8 },
    );
    expect(decided).to.be.greaterThan(0);
  });

  it('leave no sealed text, name or secret in the stored bytes', async function () {
    this.timeout(120_000);
    const texts: string[] = [];
    await fc.assert(
      fc.asyncProperty(moves, async (played) => {
        const game = new Game(world);
        await game.begin();
        for (const move of played) await game.play(move);
        texts.push(...game.texts);
      }),
      { numRuns: 10 },
    );
    let stored = '';
    for await (const { body } of world.store.readAll()) stored += `${body}\n`;
    expect(texts.filter((text) => stored.includes(text))).to.deep.equal([]);
    expect(stored).not.to.match(/Name of|Ada Min|Rex Ister/);
    expect(texts.length).to.be.greaterThan(50);
  });

  it('fold to what their bytes decode to, whatever was appended since', async () => {
    const game = new Game(world);
    await game.begin();
    await game.decide();
    const { store, vault } = world;
    const fresh = new Handler({ store, vault, openPanels: async () => [] });
    const stream = submissionStream(game.subject);
    expect((await fresh.history(stream)).state).to.deep.equal(await game.state());
  });
});
