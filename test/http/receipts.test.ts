import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { isLedgerError } from '../../events/errors.ts';
import { verifyConsistency } from '../../projections/merkle/proof.ts';
import { policyOfKeys } from '../../src/checkpoint/believed-checkpoint.ts';
import { openCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { parseVerifierKey } from '../../src/checkpoint/note-key.ts';
import { checkReceipt } from '../../src/checkpoint/receipt-check.ts';
import { parseTlogProof } from '../../src/checkpoint/tlog-proof.ts';
import { testOrigin } from '../log/log-at-work.ts';
import { logKeyFor } from '../log-keys.ts';
import { type Answered, codeOf, type ServedWorld } from './served-world.ts';
import { servedReview } from './under-review.ts';

const vkey = logKeyFor(testOrigin).verifier;
const policy = policyOfKeys(vkey);
const Accepted = z.object({
  receiptOf: z.string(),
  receipt: z.string().nullable(),
  receiptAt: z.string(),
  replayed: z.boolean(),
  events: z.array(z.object({ id: z.string(), type: z.string() })),
});
const Receipt = z.object({
  event: z.string(),
  index: z.number(),
  body: z.string(),
  receipt: z.string().nullable(),
  receiptAt: z.string(),
});
const Consistency = z.object({
  from: z.number(),
  to: z.number(),
  hashes: z.array(z.string()),
  checkpoint: z.string(),
});

const acceptedIn = (answered: Answered): z.infer<typeof Accepted> => Accepted.parse(answered.json());
const received = { framework: 'tests', fields: { title: 'Convoy routing', purpose: 'Plan supply routes' } };

describe('receipts over HTTP', () => {
  let up: ServedWorld;
  before(async () => {
    up = await servedReview('ana', 'ben', 'cem', 'dua');
  });
  after(() => up.close());

  const receive = (key = randomUUID()): Promise<Answered> =>
    up.as('sub').post('/api/submissions', received, { 'idempotency-key': key });
  const receiptAt = async (path: string, name: 'sub' | 'sec' | 'aud' = 'sub') => {
    const answered = await up.as(name).get(path);
    expect(answered.status, answered.body).to.equal(200);
    return Receipt.parse(answered.json());
  };
  const refusalOf = (text: string, body: string): string => {
    try {
      checkReceipt(text, Buffer.from(body), policy);
    } catch (error) {
      if (isLedgerError(error)) return error.code;
      throw error;
    }
    return 'nothing was refused';
  };

  it('come with what was taken, and verify by the log’s key alone', async () => {
    const answered = await receive();
    expect(answered.status).to.equal(201);
    const { receipt, receiptOf, receiptAt: address, events } = acceptedIn(answered);
    expect(address).to.equal(`/api/receipts/${receiptOf}`);
    expect(events.map(({ id }) => id)).to.include(receiptOf);
    const { body, index } = await receiptAt(address);
    const checked = checkReceipt(receipt ?? '', Buffer.from(body), policy);
    expect(checked.index).to.equal(index);
    expect(checked.checkpoint.origin).to.equal(testOrigin);
    expect(checked.checkpoint.signedBy).to.have.length(1);
    expect(JSON.parse(body)).to.include({ id: receiptOf, type: 'SubmissionReceived' });
  });

  it('are about the decision where judgments are opened before it', async () => {
    const { submission } = up.world;
    const path = `/api/submissions/${submission}/issue-decision`;
    const { etag = '' } = (await up.as('cha').get(`/api/submissions/${submission}`)).headers;
    const data = { outcome: 'approved', reasons: { facts: 'As submitted', why: 'As judged' } };
    const headers = { 'idempotency-key': randomUUID(), 'if-match': etag };
    const { events, receiptOf, receipt } = acceptedIn(await up.as('cha').post(path, data, headers));
    expect(events[0]?.type).to.equal('JudgmentOpened');
    expect(events.find(({ id }) => id === receiptOf)?.type).to.equal('DecisionIssued');
    const { body } = await receiptAt(`/api/receipts/${receiptOf}`);
    expect(checkReceipt(receipt ?? '', Buffer.from(body), policy).checkpoint.signedBy).to.have.length(1);
  });

  it('are given for an act that is sent again', async () => {
    const key = randomUUID();
    const first = acceptedIn(await receive(key));
    await receive();
    const again = await receive(key);
    expect([again.status, acceptedIn(again).replayed]).to.deep.equal([200, true]);
    const { body, index } = await receiptAt(first.receiptAt);
    for (const { receipt } of [first, acceptedIn(again)])
      expect(checkReceipt(receipt ?? '', Buffer.from(body), policy).index).to.equal(index);
  });

  it('are given as JSON, and as the file that other tools read', async () => {
    const { receiptAt: address } = acceptedIn(await receive());
    const { body, receipt } = await receiptAt(address);
    const asked = await up.as('sub').get(address, { accept: 'text/plain' });
    expect([asked.status, asked.headers['content-type']]).to.deep.equal([200, 'text/plain; charset=utf-8']);
    expect(asked.body).to.match(/^c2sp\.org\/tlog-proof@v1\nindex \d+\n/);
    for (const text of [asked.body, receipt ?? ''])
      expect(checkReceipt(text, Buffer.from(body), policy).hasExtra).to.equal(false);
  });

  it('are of one event and one log alone', async () => {
    const [one, other] = [acceptedIn(await receive()), acceptedIn(await receive())];
    const { body } = await receiptAt(one.receiptAt);
    const text = one.receipt ?? '';
    expect(refusalOf(text, body)).to.equal('nothing was refused');
    expect(refusalOf(text, (await receiptAt(other.receiptAt)).body)).to.equal('proof-invalid');
    expect(refusalOf(text, body.replace('Received', 'Deceived'))).to.equal('proof-invalid');
    expect(refusalOf(text.replace(/^index \d+/m, 'index 0'), body)).to.equal('proof-invalid');
    expect(refusalOf(text.replace(testOrigin, 'tests.example/other'), body)).to.equal('signature-invalid');
    const foreign = policyOfKeys(logKeyFor('tests.example/other').verifier);
    expect(() => checkReceipt(text, Buffer.from(body), foreign)).to.throw('signed by none of the keys');
  });

  it('are there for nobody who does not see the event, alike for one that there is not', async () => {
    const { receiptAt: address, receiptOf } = acceptedIn(await receive());
    const missing = randomUUID();
    const foreign = await up.as('fay').get(address);
    const none = await up.as('fay').get(`/api/receipts/${missing}`);
    expect([foreign.status, codeOf(foreign)]).to.deep.equal([404, 'not-found']);
    const masked = (body: string, id: string): string =>
      body.replaceAll(id, 'ID').replace(/"instance":"[^"]*"/, '');
    expect(masked(foreign.body, receiptOf)).to.equal(masked(none.body, missing));
    expect(none.status).to.equal(404);
    expect((await up.anonymous.get(address)).status).to.equal(401);
  });

  it('of one’s own acts are there also once one is fenced off, and of nobody else’s', async () => {
    const other = await servedReview('ana', 'ben');
    try {
      const { submission } = other.world;
      const data = { text: 'Who watches?', visibility: 'panel' };
      const acted = async (name: 'ana' | 'ben', command: string, said: object) =>
        acceptedIn(await other.as(name).command(submission, command, said));
      const own = await acted('ben', 'add-comment', data);
      const foreign = await acted('ana', 'add-comment', data);
      const gone = await acted('ben', 'recuse-reviewer', { seat: 'ben', kind: 'self' });
      const statuses = async (name: 'ana' | 'ben') => {
        const asked = [own, foreign, gone].map(({ receiptAt: address }) => other.as(name).get(address));
        return (await Promise.all(asked)).map(({ status }) => status);
      };
      expect(await statuses('ana')).to.deep.equal([200, 200, 200]);
      expect(await statuses('ben')).to.deep.equal([200, 404, 200]);
    } finally {
      await other.close();
    }
  });

  it('stay good: the log that goes on begins with what the old one was given for', async () => {
    const { receipt, receiptAt: address } = acceptedIn(await receive());
    const { body } = await receiptAt(address);
    for (let i = 0; i < 5; i += 1) await receive();
    const old = checkReceipt(receipt ?? '', Buffer.from(body), policy).checkpoint;
    const answered = await up.publicly(`/log/proofs/consistency?from=${old.size}`);
    const { hashes, checkpoint, to } = Consistency.parse(answered.json());
    const newer = openCheckpoint(checkpoint, [parseVerifierKey(vkey)]);
    expect(newer.size).to.equal(to).and.be.greaterThan(old.size);
    const proof = hashes.map((hash) => Buffer.from(hash, 'base64'));
    verifyConsistency(old, newer, proof);
    expect(() => verifyConsistency({ ...old, root: Buffer.alloc(32) }, newer, proof)).to.throw('older root');
    // Made again it is under the newer checkpoint, and about the same entry.
    const again = parseTlogProof((await receiptAt(address)).receipt ?? '');
    expect(again.index).to.equal(parseTlogProof(receipt ?? '').index);
    expect(again.checkpoint).to.not.equal(parseTlogProof(receipt ?? '').checkpoint);
  });

  it('follow later where nothing can sign, and the act is on record all the same', async function () {
    this.timeout(30_000);
    const file = join(up.keys, 'log.key');
    const key = readFileSync(file, 'utf8');
    rmSync(file);
    const answered = await receive();
    expect(answered.status).to.equal(202);
    const { receipt, receiptAt: address, receiptOf } = acceptedIn(answered);
    expect(receipt).to.equal(null);
    const waiting = await up.as('sub').get(address, { accept: 'text/plain' });
    expect(waiting.status).to.equal(202);
    expect(Receipt.parse(waiting.json())).to.include({ event: receiptOf, receipt: null, receiptAt: address });
    writeFileSync(file, key, { mode: 0o600 });
    const { body, receipt: made } = await receiptAt(address);
    expect(checkReceipt(made ?? '', Buffer.from(body), policy).checkpoint.signedBy).to.have.length(1);
  });
});
