import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { decode } from '../../../events/decode.ts';
import { createdId } from '../../../events/derived-ids.ts';
import { submissionStream } from '../../../events/stream.ts';
import { policyOfKeys } from '../../../src/checkpoint/believed-checkpoint.ts';
import { makeLogKey } from '../../../src/checkpoint/log-key.ts';
import { checkReceipt } from '../../../src/checkpoint/receipt-check.ts';
import type { CommandData } from '../../../src/commands/catalogue.ts';
import { findings } from '../../decider/framework.ts';
import { deadline, seatsFor } from '../../decider/reviews.ts';
import { criteriaHash, definitionOf } from '../../handle/world.ts';
import { testOrigin } from '../../log/log-at-work.ts';
import { logKeyFor } from '../../log-keys.ts';
import { caseDecided } from '../a-case.ts';
import { Client, ServedWorld } from '../served-world.ts';
import { unexercised } from './checked.ts';

const panel = ['ana', 'ben', 'cem', 'dua'] as const;
const Made = z.object({ events: z.array(z.object({ id: z.string() })).min(1) });
const Accepted = z.object({ receiptOf: z.string(), receipt: z.string() });
const later = { ...deadline, due: '2026-02-01T17:00:00.000Z', graceUntil: '2026-02-02T17:00:00.000Z' };

describe('every operation of the document', () => {
  let up: ServedWorld;
  before(async () => {
    up = await ServedWorld.open();
  });
  after(() => up.close());

  const by = (name: Parameters<ServedWorld['as']>[0]) => up.as(name);
  const eventOf = (made: unknown): string => Made.parse(made).events[0]?.id ?? '';
  const received = async (): Promise<string> => {
    const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
    const { submission = '' } = await by('sub').act('', 'receive-submission', { framework: 'tests', fields });
    return submission;
  };
  const convened = async (holders: readonly string[] = panel): Promise<string> => {
    const submission = await received();
    await by('sec').act(submission, 'screen-submission', { scope: 'in' });
    const seats = seatsFor(...panel)
      .filter(({ seat }) => holders.includes(seat))
      .map((seat) => ({ ...seat, holder: up.world.id(seat.seat) }));
    await by('sec').act(submission, 'convene-panel', { seats });
    return submission;
  };
  const judgment = (seat: string): CommandData<'record-judgment'> => ({
    seat,
    version: 1,
    criteria: criteriaHash,
    findings: findings({ oversight: 'meets-if' }),
    position: 'support',
    reasons: { summary: 'With a condition' },
  });
  const concernOf = async (submission: string): Promise<string> => {
    const { state } = await up.world.handler.history(submissionStream(submission));
    return state.raised.at(-1)?.concern ?? '';
  };
  const taken = async (client: Client, path: string, data: unknown, tagOf?: string): Promise<string> => {
    const headers = { 'idempotency-key': randomUUID() };
    const { etag = '' } = tagOf === undefined ? {} : (await client.get(tagOf)).headers;
    const answered = await client.post(path, data, etag === '' ? headers : { ...headers, 'if-match': etag });
    expect(answered.status, `${path} ${answered.body}`).to.equal(201);
    return eventOf(answered.json());
  };

  it('desk: what is asked, answered, returned, withdrawn, closed, reopened and corrected', async () => {
    const one = await received();
    const request = eventOf(await by('sec').act(one, 'request-information', { questions: 'Who?' }));
    await by('sub').act(one, 'provide-information', { request, answer: 'We' });
    await by('sub').act(one, 'revise-submission', { fields: { title: 'Convoys' }, summary: 'Shorter' });
    const comment = eventOf(await by('sub').act(one, 'add-comment', { text: 'Anything els?' }));
    await by('sub').act(one, 'correct-entry', {
      entry: comment,
      field: 'text',
      visibility: 'participants',
      text: 'Anything else?',
      reason: 'Misspelt',
    });
    await by('aud').act(one, 'add-audit-note', { text: 'Seen' });
    await by('sec').act(one, 'return-submission', { reasons: 'Incomplete' });
    await by('sec').act(one, 'reopen-submission', { reason: 'Complete now' });
    await by('sub').act(await received(), 'withdraw-submission', { reason: 'Not now' });
  });

  it('seats: declined, vacated, filled, recused, lifted and dissolved; interests; dates', async () => {
    const two = await convened();
    await by('sec').act(two, 'set-due-date', { deadline });
    await by('sec').act(two, 'extend-due-date', { deadline: later, reason: 'Holidays' });
    const declaration = eventOf(
      await by('ana').act(two, 'declare-interest', {
        seat: 'ana',
        kind: 'declared',
        categories: ['friendship'],
        detail: 'We row together',
      }),
    );
    await by('sec').act(two, 'clear-interest', { seat: 'ana', declaration, reason: 'Years ago' });
    await by('cha').act(two, 'recuse-reviewer', { seat: 'cem', kind: 'directed', reason: 'Too near' });
    await by('sec').act(two, 'lift-recusal', { seat: 'cem', reason: 'A mistake' });
    await by('ben').act(two, 'decline-seat', { seat: 'ben' });
    await by('sec').act(two, 'vacate-seat', { seat: 'dua', why: 'unavailable', reason: 'Ill' });
    await by('sec').act(two, 'seat-alternate', { seat: 'dua', holder: up.world.id('eli') });
    await by('cem').act(two, 'decline-seat', { seat: 'cem' });
    await by('sec').act(two, 'vacate-seat', { seat: 'dua', why: 'unavailable', reason: 'Ill' });
    await by('sec').act(two, 'dissolve-panel', { reason: 'Too few' });
  });

  it('judgments and concerns: withdrawn, answered, voted on, adopted; then a decision', async () => {
    const three = await convened();
    for (const seat of panel) await by(seat).act(three, 'declare-interest', { seat, kind: 'none' });
    const first = eventOf(await by('ben').act(three, 'record-judgment', judgment('ben')));
    await by('ben').act(three, 'withdraw-judgment', { seat: 'ben', judgment: first });
    const raise = {
      version: 1,
      criteria: criteriaHash,
      criterion: 'fairness',
      concern: 'Unfair',
      resolvedIf: 'Measured',
    };
    await by('ben').act(three, 'raise-concern', { seat: 'ben', ...raise });
    const concern = await concernOf(three);
    await by('sub').act(three, 'answer-concern', { concern, answer: 'It was measured' });
    await by('ana').act(three, 'record-concern-vote', { concern, seat: 'ana', overrule: true });
    await by('ben').act(three, 'withdraw-concern', { concern, seat: 'ben' });
    await by('dua').act(three, 'raise-concern', { seat: 'dua', ...raise });
    const adopted = await concernOf(three);
    await by('dua').act(three, 'recuse-reviewer', { seat: 'dua', kind: 'self' });
    await by('cem').act(three, 'adopt-concern', { concern: adopted, seat: 'cem' });
    await by('cem').act(three, 'withdraw-concern', { concern: adopted, seat: 'cem' });
    for (const seat of ['ana', 'ben', 'cem'] as const)
      await by(seat).act(three, 'record-judgment', judgment(seat));
    const conditions = [
      {
        condition: 'one',
        kind: 'after' as const,
        owner: up.world.id('own'),
        verifier: up.world.id('ver'),
        due: '2026-06-01T00:00:00.000Z',
        criteria: ['oversight'],
        text: 'A person decides',
      },
    ];
    const outcome = 'approved-with-conditions';
    const proposal = eventOf(await by('sec').act(three, 'propose-decision', { outcome, conditions }));
    await by('sec').act(three, 'withdraw-proposal', { proposal });
    const reasons = { facts: 'f', why: 'w' };
    await by('cha').act(three, 'issue-decision', { outcome, conditions, reasons });
    const decision = await decisionOf(three);
    await by('ana').act(three, 'record-dissent', { decision, seat: 'ana', text: 'Not quite' });
    await by('sec').act(three, 'publish-decision', { title: 'Convoys', summary: 'Approved' });
  });
  const decisionOf = async (submission: string): Promise<string> => {
    const { state } = await up.world.handler.history(submissionStream(submission));
    return state.decision?.decision ?? '';
  };

  it('aftercare: evidence, extension, verification, suspension, breach, revocation, a successor', async () => {
    const { submission: four, decision } = await caseDecided(up.world);
    const condition = { decision, condition: 'one' };
    const evidence = eventOf(await by('own').act(four, 'submit-evidence', { ...condition, evidence: 'E' }));
    await by('ver').act(four, 'reject-evidence', { ...condition, evidence, reason: 'Not enough' });
    await by('sec').act(four, 'extend-condition', {
      ...condition,
      due: '2026-07-01T00:00:00.000Z',
      reason: 'Holidays',
    });
    await by('cha').act(four, 'suspend-decision', { decision, why: 'incident', reason: 'An incident' });
    await by('sec').act(four, 'reinstate-decision', { decision, reason: 'Mended' });
    await by('ver').act(four, 'verify-condition', { ...condition, result: 'acceptable' });
    const five = await caseDecided(up.world);
    await by('ver').act(five.submission, 'report-breach', {
      decision: five.decision,
      condition: 'one',
      reason: 'Not kept',
    });
    await by('cha').act(five.submission, 'revoke-decision', { decision: five.decision, reason: 'Breached' });
    await by('sec').act(five.submission, 'close-submission', { why: 'revoked' });
    const six = await caseDecided(up.world);
    await by('cha').act(four, 'supersede-decision', {
      decision,
      by: { submission: six.submission, decision: six.decision },
      reason: 'Decided anew',
    });
  });

  it('the directory and frameworks', async () => {
    const [reg, adm] = [by('reg'), by('administrator')];
    const person = up.world.id('fay');
    await taken(reg, '/api/directory/register-person', { kind: 'human', name: 'Zoë' });
    await taken(reg, '/api/directory/correct-person', { person, name: 'Fay Corrected', reason: 'Misspelt' });
    await taken(reg, '/api/directory/join-team', { person, team: 'national-security' });
    await taken(reg, '/api/directory/leave-team', { person, team: 'national-security', reason: 'Moved' });
    for (const change of ['grant', 'revoke'] as const) {
      const asked = { person, role: 'secretary', change, reason: 'Help at the desk' };
      const proposal = await taken(reg, '/api/directory/propose-role', asked);
      await taken(adm, `/api/directory/${change}-role`, { person, role: 'secretary', proposal });
    }
    const seen = '/api/frameworks/tests';
    const definition = definitionOf(2);
    const proposal = await taken(
      by('ste'),
      `${seen}/propose-framework`,
      { definition, summary: 'Two' },
      seen,
    );
    await taken(by('tom'), `${seen}/publish-framework`, { definition, proposal }, seen);
    await taken(by('ste'), `${seen}/retire-framework`, { version: 1, reason: 'Two is better' }, seen);
    expect((await by('sub').get(`${seen}/diff?from=1&to=2`)).status).to.equal(200);
  });

  it('the log: its keys, and what was given out of it', async () => {
    const adm = by('administrator');
    const key = makeLogKey('tests.example/ledger').verifier;
    await taken(adm, '/api/ledger/add-log-key', { key });
    await taken(adm, '/api/ledger/retire-log-key', { key });
    await taken(by('aud'), '/api/ledger/record-export', {
      export: randomUUID(),
      audience: 'auditors',
      from: 0,
      size: 3,
      root: `${'A'.repeat(43)}=`,
      manifest: 'ab'.repeat(32),
    });
  });

  it('holds, retention and erasure', async () => {
    const person = up.world.id('eli');
    const asked = { person, role: 'privacy-officer', change: 'grant' };
    const role = await taken(by('reg'), '/api/directory/propose-role', asked);
    await taken(by('administrator'), '/api/directory/grant-role', {
      person,
      role: 'privacy-officer',
      proposal: role,
    });
    const submission = await received();
    await by('sub').act(submission, 'withdraw-submission', { reason: 'Not needed' });
    const selection = { submissions: [submission], people: [] };
    const send = (client: Client, path: string, data: object) =>
      client.post(path, data, { 'idempotency-key': randomUUID() });
    const headers = { 'idempotency-key': randomUUID() };
    const placed = await by('aud').post(
      '/api/ledger/place-hold',
      { ...selection, reason: 'A court' },
      headers,
    );
    expect(placed.status, placed.body).to.equal(201);
    const hold = createdId(headers['idempotency-key'], 'hold');
    const erasing = { ...selection, ground: 'other', reason: 'They ask' };
    expect((await send(by('reg'), '/api/erasures', erasing)).status).to.equal(409);
    await taken(by('eli'), '/api/ledger/release-hold', { hold, reason: 'The court is done' });
    const keeping = { recordClass: 'undecided', days: 0, reason: 'Nothing is kept' };
    await taken(by('eli'), '/api/ledger/set-retention', keeping);
    const proposed = await send(by('reg'), '/api/erasures', erasing);
    const proposal = eventOf(proposed.json());
    const approval = await taken(by('eli'), `${proposed.headers['location']}/approve-erasure`, { proposal });
    for (const event of [proposal, approval]) {
      const readers = (['reg', 'eli', 'aud', 'sub', 'ben'] as const).map((name) =>
        by(name).get(`/api/receipts/${event}`),
      );
      const statuses = (await Promise.all(readers)).map(({ status }) => status);
      expect(statuses).to.deep.equal([200, 200, 200, 404, 404]);
    }
  });

  it('credentials, files and feeds', async () => {
    const text = (answered: { json: () => unknown }, name: string): string =>
      z.looseObject({}).parse(answered.json())[name]?.toString() ?? '';
    const made = await by('reg').post(
      '/api/directory/register-person',
      { kind: 'human', name: 'Walker' },
      { 'idempotency-key': randomUUID() },
    );
    const person = text(made, 'person');
    const code = await by('reg').post(`/api/people/${person}/enrolment-codes`, {});
    const redeemed = await up.anonymous.post('/api/tokens', { code: text(code, 'code'), label: 'walk' });
    expect(redeemed.status).to.equal(201);
    const { state } = z.object({ state: z.object({ id: z.string() }) }).parse(redeemed.json());
    const walker = new Client(up.served.port, text(redeemed, 'token'));
    expect((await walker.post('/api/me/tokens', { label: 'another' })).status).to.equal(201);
    expect((await walker.ask('DELETE', `/api/tokens/${state.id}`)).status).to.equal(200);
    const signIn = text(await by('sub').ask('POST', '/api/me/sign-in-codes'), 'code');
    const session = await up.anonymous.post('/api/session', { code: signIn });
    const [cookie = ''] = session.headers['set-cookie']?.[0]?.split(';') ?? [];
    const own = { cookie, 'x-csrf-token': text(session, 'csrf') };
    expect((await up.anonymous.ask('DELETE', '/api/session', { headers: own })).status).to.equal(204);
    expect((await by('reg').ask('DELETE', `/api/people/${person}/credentials`)).status).to.equal(200);

    const file = { 'content-type': 'text/plain' };
    const upload = await by('sub').ask('POST', '/api/attachments', { body: 'A file', headers: file });
    const attachment = { ...Object(upload.json()), name: 'a.txt' };
    const fields = { title: 'With a file', purpose: 'p' };
    const { submission = '' } = await by('sub').act('', 'receive-submission', {
      framework: 'tests',
      fields,
      attachments: { plan: attachment },
    });
    const blob = `/api/submissions/${submission}/attachments/${text(upload, 'blob')}`;
    expect((await by('sub').get(blob)).status).to.equal(200);
    const feed = await by('sub').ask('POST', '/api/me/feed');
    for (const address of feed.body.match(/\/feeds\/[^"]+/g) ?? [])
      expect((await up.anonymous.get(address)).status).to.equal(200);
    expect((await by('sub').ask('DELETE', '/api/me/feed')).status).to.equal(204);
  });

  it('everything that there is to read', async () => {
    const submission = await received();
    const person = up.world.id('sub');
    for (const path of [
      ...['', '/timeline', '/explain', '/export'].map((what) => `/api/submissions/${submission}${what}`),
      ...['', '/work', '/tokens', '/export', '/feed', '/access'].map((what) => `/api/me${what}`),
      '/api/submissions',
      '/api/frameworks',
      '/api/frameworks/tests',
      '/api/frameworks/tests/versions/1',
      '/api/events?limit=5',
      `/api/people/${person}`,
      ...['tokens', 'credential-record', 'export'].map((what) => `/api/people/${person}/${what}`),
    ])
      expect((await by('sub').get(path)).status, path).to.equal(200);
    const { id: first } = decode((await by('sub').get('/api/events?limit=1')).body.trim());
    expect((await by('sub').get(`/api/receipts/${first}`)).status).to.equal(200);
    for (const path of ['/api/people', '/metrics', '/api/population/submissions', '/api/access/2026-01-05'])
      expect((await by('aud').get(path)).status, path).to.equal(200);
    for (const path of ['/', '/health', '/openapi.json', '/reference', '/problems', '/problems/late'])
      expect((await up.anonymous.get(path)).status, path).to.equal(200);
    expect((await up.anonymous.get('/ready')).status).to.be.oneOf([200, 503]);
    const page = await up.anonymous.get('/problems/late', { accept: 'text/html' });
    expect(page.headers['content-type']).to.equal('text/html; charset=utf-8');
  });

  it('has given a receipt for everything that was taken', async () => {
    const bodies = new Map<string, string>();
    for await (const { body } of up.world.store.readAll()) bodies.set(decode(body).id, body);
    const policy = policyOfKeys(logKeyFor(testOrigin).verifier);
    const accepted = up.accepted().map((body) => Accepted.parse(JSON.parse(body)));
    expect(accepted.length).to.be.greaterThan(80);
    for (const { receipt, receiptOf } of accepted)
      expect(
        checkReceipt(receipt, Buffer.from(bodies.get(receiptOf) ?? ''), policy).checkpoint.signedBy,
      ).to.have.length.greaterThan(0);
  });

  it('has been answered as the document says', () => expect(unexercised()).to.deep.equal([]));
});
