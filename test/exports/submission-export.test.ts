import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { isLedgerError } from '../../events/errors.ts';
import { policyOfKeys } from '../../src/checkpoint/believed-checkpoint.ts';
import { readSubmissionExport } from '../../src/exports/read-submission-export.ts';
import { SubmissionExport } from '../../src/exports/submission-export.ts';
import type { Name } from '../decider/people.ts';
import { codeOf, type ServedWorld } from '../http/served-world.ts';
import { approve, judge, servedReview } from '../http/under-review.ts';
import { testOrigin } from '../log/log-at-work.ts';
import { logKeyFor } from '../log-keys.ts';

const policy = policyOfKeys(logKeyFor(testOrigin).verifier);
const pathOf = (submission: string): string => `/api/submissions/${submission}/export`;

async function exported(up: ServedWorld, name: Name): Promise<SubmissionExport> {
  const answered = await up.as(name).get(pathOf(up.world.submission));
  expect(answered.status, answered.body).to.equal(200);
  return SubmissionExport.parse(answered.json());
}

const typesOpened = ({ events, disclosures }: SubmissionExport, field: string): number => {
  const revisions = disclosures.filter((each) => each.field === field).map(({ revision }) => revision);
  expect(revisions.every((revision) => events[revision] !== undefined)).to.equal(true);
  return revisions.length;
};

const refusedWhere = (text: string): string => {
  try {
    readSubmissionExport(text);
  } catch (error) {
    if (isLedgerError(error) && error.code === 'integrity-violation')
      return String(Object(error.facts).where);
    throw error;
  }
  return 'nowhere';
};

describe('the export of a submission', () => {
  let up: ServedWorld;
  before(async () => {
    up = await servedReview('ana', 'ben');
  });
  after(() => up.close());

  it('holds the stream byte for byte with its leaf indexes, and agrees with itself', async () => {
    const made = await exported(up, 'sec');
    const bodies: string[] = [];
    for await (const { body } of up.world.store.readStream(`submission-${up.world.submission}`))
      bodies.push(body);
    expect(made.events.map(({ body }) => body)).to.deep.equal(bodies);
    expect(made.events.map(({ index }) => index)).to.deep.equal([
      ...up.projector.views.indexesOf(`submission-${up.world.submission}`),
    ]);
    const { manifest, events } = readSubmissionExport(JSON.stringify(made));
    expect(manifest).to.include({
      ledger: up.world.ledger,
      audience: 'panel',
      submission: up.world.submission,
    });
    expect(events).to.have.length(bodies.length);
  });

  it('holds a proof for each event, all under one checkpoint that the log signed', async () => {
    const made = await exported(up, 'sec');
    expect(made.proofs).to.have.length(made.events.length);
    const { checkpoint } = readSubmissionExport(JSON.stringify(made), policy);
    expect(checkpoint?.signedBy).to.have.length(1);
    expect(checkpoint?.size).to.be.greaterThan(made.events.at(-1)?.index ?? 0);
    expect(made.manifest.shows.join(' ')).to.include('stands in the log');
    const doesNot = made.manifest.doesNotShow.join(' ');
    expect(doesNot).to.include('That the stream ends here').and.include('shown the same log');
  });

  it('is signed by nobody to whoever names no key, and refused for the key of another log', async () => {
    const text = JSON.stringify(await exported(up, 'sec'));
    expect(readSubmissionExport(text).checkpoint?.signedBy).to.deep.equal([]);
    const foreign = policyOfKeys(logKeyFor('tests.example/other').verifier);
    expect(() => readSubmissionExport(text, foreign)).to.throw('signed by none of the keys');
  });

  it('is made all the same where nothing can sign, and says that it proves nothing then', async function () {
    this.timeout(30_000);
    const still = await servedReview('ana');
    try {
      rmSync(join(still.keys, 'log.key'));
      await judge(still.world, 'ben');
      const made = await exported(still, 'ana');
      expect([made.checkpoint, made.proofs]).to.deep.equal([null, null]);
      expect(made.manifest.doesNotShow[0]).to.include('no signed checkpoint');
      expect(readSubmissionExport(JSON.stringify(made), policy).checkpoint).to.equal(null);
    } finally {
      await still.close();
    }
  });

  it('is read as it was made before there was a signed log, as unsigned', async () => {
    const { manifest, ...made } = await exported(up, 'ana');
    const old = { manifest: { ...manifest, version: 1 }, ...made, checkpoint: null, proofs: null };
    const read = readSubmissionExport(JSON.stringify(old), policy);
    expect([read.checkpoint, read.manifest.version]).to.deep.equal([null, 1]);
    // A checkpoint does not come along under the old number: nothing of it would be checked.
    expect(refusedWhere(JSON.stringify({ ...old, checkpoint: made.checkpoint }))).to.equal('checkpoint');
    const newer = { ...old, manifest: { ...manifest, version: 3 } };
    expect(refusedWhere(JSON.stringify(newer))).to.equal('manifest.version');
  });

  it('accounts for every digest, and withholds what its reader’s audience may not open', async () => {
    const made = await exported(up, 'sub');
    expect(made.manifest.audience).to.equal('participants');
    expect(typesOpened(made, 'judgment')).to.equal(0);
    expect(JSON.stringify(made)).to.not.include('Reasons of');
    const secret = made.accounting.filter(({ audience }) => audience === 'panel');
    expect(secret.length).to.be.greaterThan(0);
    expect(new Set(secret.map(({ state }) => state))).to.deep.equal(new Set(['withheld']));
    readSubmissionExport(JSON.stringify(made));
  });

  it('keeps the others’ judgments from a seat that has not judged, and from nobody else of the panel', async () => {
    const apart = await exported(up, 'cem');
    expect(typesOpened(apart, 'judgment')).to.equal(0);
    expect(readSubmissionExport(JSON.stringify(apart)).judgedApart).to.be.greaterThan(0);
    const judged = await exported(up, 'ana');
    expect(typesOpened(judged, 'judgment')).to.equal(2);
    expect(readSubmissionExport(JSON.stringify(judged)).judgedApart).to.equal(0);
  });

  it('is there for nobody who does not see the submission, alike for one that there is not', async () => {
    const missing = '0d6f4a9e-52a3-4c1b-8f0e-7f0a3f1d2c11';
    const foreign = await up.as('fay').get(pathOf(up.world.submission));
    const none = await up.as('fay').get(pathOf(missing));
    expect([foreign.status, none.status]).to.deep.equal([404, 404]);
    const masked = (body: string): string => body.replaceAll(/[0-9a-f-]{36}/g, 'ID');
    expect(masked(foreign.body)).to.equal(masked(none.body));
  });

  it('is saved as a file and noted as read', async () => {
    const { headers } = await up.as('aud').get(pathOf(up.world.submission));
    expect(headers['content-disposition']).to.equal(
      `attachment; filename="submission-${up.world.submission}.json"`,
    );
    const noted = [...up.access.readsBy(up.world.id('aud'))].filter(
      ({ purpose }) => purpose === 'submission-export',
    );
    expect(noted[0]?.submission).to.equal(up.world.submission);
    expect(noted[0]?.fields).to.include('fields.title');
  });

  it('still agrees with itself once the decision has opened what was judged, and after an erasure', async () => {
    const after = await servedReview('ana', 'ben', 'cem', 'dua');
    try {
      await approve(after.world);
      const made = await exported(after, 'aud');
      const title = made.disclosures.find(({ field }) => field === 'fields.title');
      await after.world.vault.erase([title?.digest ?? '']);
      const again = await exported(after, 'aud');
      expect(again.accounting.find(({ digest }) => digest === title?.digest)?.state).to.equal('erased');
      expect(again.manifest.counts.erased).to.equal(1);
      readSubmissionExport(JSON.stringify(again));
    } finally {
      await after.close();
    }
  });

  it('is refused where anything of it was changed, naming the place', async () => {
    const made = await exported(up, 'ana');
    const changed = (change: (copy: SubmissionExport) => void): string => {
      const copy = structuredClone(made);
      change(copy);
      return refusedWhere(JSON.stringify(copy));
    };
    const [first] = made.disclosures;
    expect(changed(() => undefined)).to.equal('nowhere');
    expect(changed((each) => void each.events.pop())).to.equal('proofs');
    const shorter = (each: SubmissionExport): void => {
      each.events.pop();
      each.proofs?.pop();
    };
    expect(changed(shorter)).to.match(/^(accounting|manifest)/);
    expect(changed((each) => void each.events.splice(1, 1))).to.equal('events.1');
    expect(changed((each) => void each.events.reverse())).to.equal('events.0');
    expect(
      changed((each) => void Object.assign(each.events[0] ?? {}, { body: `${made.events[0]?.body} ` })),
    ).to.equal('events.0');
    expect(changed((each) => void each.accounting.pop())).to.equal('accounting');
    expect(changed((each) => void each.disclosures.pop())).to.match(/^accounting\./);
    expect(
      changed((each) => void Object.assign(each.disclosures[0] ?? {}, { disclosure: 'WyJhIiwiYiIsImMiXQ' })),
    ).to.equal('disclosures.0');
    expect(changed((each) => void (first && each.disclosures.push(first)))).to.equal(
      `disclosures.${made.disclosures.length}`,
    );
    expect(
      changed((each) => {
        const at = each.accounting.findIndex(({ state }) => state === 'opened');
        const [account] = each.accounting.slice(at);
        Object.assign(account ?? {}, { state: 'withheld' });
      }),
    ).to.match(/^accounting\./);
    expect(changed((each) => void Object.assign(each.manifest.counts, { events: 1 }))).to.equal(
      'manifest.counts.events',
    );
    expect(refusedWhere('{')).to.equal('export');
  });

  it('refuses one whose ledger lost what it should open', async () => {
    const lost = await servedReview('ana');
    try {
      await judge(lost.world, 'ben');
      const made = await exported(lost, 'ana');
      const at = made.accounting.findIndex(({ state }) => state === 'opened');
      const account = made.accounting[at];
      made.disclosures = made.disclosures.filter(({ digest }) => digest !== account?.digest);
      Object.assign(account ?? {}, { state: 'missing' });
      expect(refusedWhere(JSON.stringify(made))).to.equal(`accounting.${at}`);
    } finally {
      await lost.close();
    }
  });

  it('is for those who may read the content: whoever has yet to declare an interest hears so', async () => {
    const { world } = up;
    await world.act('sec', 'vacate-seat', { seat: 'dua', why: 'unavailable', reason: 'Away' });
    await world.act('sec', 'seat-alternate', { seat: 'dua', holder: world.id('eli') });
    await up.projector.waitFor();
    const undeclared = await up.as('eli').get(pathOf(world.submission));
    expect([undeclared.status, codeOf(undeclared)]).to.deep.equal([403, 'not-permitted']);
  });

  it('is nothing to whoever is recused', async () => {
    await up.world.act('ben', 'recuse-reviewer', { seat: 'ben', kind: 'self' });
    const fenced = await up.as('ben').get(pathOf(up.world.submission));
    expect([fenced.status, codeOf(fenced)]).to.deep.equal([404, 'not-found']);
  });
});
