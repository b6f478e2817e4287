import { expect } from 'chai';
import { before, describe, it } from 'mocha';
import { z } from 'zod';
import { canonical } from '../../events/canonical.ts';
import { eventId } from '../../events/derived-ids.ts';
import { digestOf, encodeDisclosure } from '../../events/disclosure.ts';
import { toJson } from '../../events/json.ts';
import { formatCheckpoint } from '../../src/checkpoint/checkpoint.ts';
import { signNote } from '../../src/checkpoint/note.ts';
import type { VerifyReport } from '../../src/verify/report.ts';
import { uuid } from '../recorded.ts';
import { codesOf, type Files, verified } from './exports.ts';
import {
  entriesOf,
  madeGood,
  manifestOf,
  richExport,
  textOf,
  trustingRich,
  withManifest,
} from './rich-export.ts';
import { origin, signers } from './rich-ledger.ts';

const Sd = z.object({ _sd: z.array(z.string()) });
const Body = z.looseObject({
  type: z.string(),
  id: z.string(),
  stream: z.string(),
  revision: z.int(),
  recordedAt: z.string(),
  data: z.looseObject({}),
});
type Body = z.infer<typeof Body>;

describe('what the entries of an export say, where tree, signatures and manifest fit', () => {
  let files: Files;
  let bodies: readonly Body[];

  before(async () => {
    files = await richExport();
    bodies = entriesOf(files).map((entry) => Body.parse(JSON.parse(Buffer.from(entry).toString())));
  });

  const bytesOf = (some: readonly Body[]) => some.map((body) => Buffer.from(canonical(toJson(body))));
  const verify = async (some: readonly Body[], of = files): Promise<VerifyReport> =>
    verified(await madeGood(of, bytesOf(some)), trustingRich);
  const indexOf = (type: string): number => bodies.findIndex((body) => body.type === type);
  /** The log with the first event of a type changed. */
  const changed = (type: string, change: (body: Body) => object): readonly Body[] =>
    bodies.map((body, at) => (at === indexOf(type) ? Body.parse({ ...body, ...change(body) }) : body));
  const inData = (type: string, data: object) =>
    changed(type, (body) => ({ data: { ...body.data, ...data } }));
  /** The log with an event more at its end, like the last of a type. */
  const more = (type: string, change: (last: Body) => object): readonly Body[] => {
    const last = Body.parse(bodies.findLast((body) => body.type === type));
    const revision = bodies.filter(({ stream }) => stream === last.stream).length;
    const command = uuid(`more of ${type}`);
    const id = eventId(command, last.stream, 0);
    const place = { id, command, revision, recordedAt: bodies.at(-1)?.recordedAt };
    return [...bodies, Body.parse({ ...last, ...place, ...change(last) })];
  };
  const digestsIn = (type: string, audience: string): readonly string[] =>
    Sd.parse(bodies[indexOf(type)]?.data[audience])._sd;

  it('is good as it is', async () => expect((await verify(bodies)).findings).to.deep.equal([]));

  it('finds events of one append that do not agree', async () => {
    const second = bodies.findIndex(({ type }) => type === 'CriterionPublished') + 1;
    const other = bodies.map((body, at) => (at === second ? { ...body, correlation: uuid('other') } : body));
    expect(codesOf(await verify(other))).to.deep.equal(['append-differs', 'exported-head']);
  });

  it('notes an event far behind the ledger clock, which is no failure', async () => {
    const report = await verify(
      changed('ReportDefinitionPublished', () => ({ recordedAt: '2026-01-05T09:00:02.000Z' })),
    );
    expect(codesOf(report)).to.deep.equal(['clock-behind']);
    expect(report.verdict).to.equal('proved');
  });

  it('finds time that goes back in a stream', async () => {
    const report = await verify(
      changed('ReportApproved', () => ({ recordedAt: '2026-01-05T09:00:02.000Z' })),
    );
    expect(codesOf(report)).to.include('clock-back');
  });

  it('finds a digest that stands in another event already', async () => {
    const [digest = ''] = digestsIn('JudgmentRecorded', 'panel');
    const report = await verify(inData('JudgmentWithdrawn', { panel: { _sd: [digest] } }));
    expect(codesOf(report)).to.include('digest-repeated');
  });

  it('finds a text under another audience than its field has', async () => {
    const event = bodies[indexOf('PersonRegistered')];
    const auditors = Sd.parse(event?.data['auditors'])._sd;
    const custodian = Sd.parse(event?.data['custodian'])._sd;
    const report = await verify(
      inData('PersonRegistered', { auditors: { _sd: custodian }, custodian: { _sd: auditors } }),
    );
    expect(codesOf(report)).to.include.members(['disclosure-beyond-audience', 'disclosure-missing']);
  });

  it('finds a text that is none of its event’s fields', async () => {
    const disclosure = encodeDisclosure({ salt: 'A'.repeat(22), name: 'shoeSize', value: 'large' });
    const digest = digestOf(disclosure);
    const at = indexOf('SubmissionClosed');
    const line = `${canonical({ digest, disclosure, index: at })}\n`;
    const lines = textOf(files, 'disclosures.ndjson').split('\n').slice(0, -1);
    const kept = lines.filter((each) => !each.endsWith(`"index":${at}}`)).map((each) => `${each}\n`);
    const place = kept.findIndex((each) => Number(/"index":(\d+)/.exec(each)?.[1]) > at);
    const text = kept.toSpliced(place, 0, line).join('');
    const of = new Map(files).set('disclosures.ndjson', Buffer.from(text));
    const report = await verify(inData('SubmissionClosed', { participants: { _sd: [digest] } }), of);
    expect(codesOf(report)).to.deep.equal(['disclosure-misplaced']);
    expect(report.findings[0]?.message).to.include('shoeSize');
  });

  it('finds that an export for a less secret audience opens too much', async () => {
    const of = withManifest(files, { audience: 'panel' });
    const report = await verified(of, trustingRich);
    expect(codesOf(report)).to.include.members([
      'disclosure-beyond-audience',
      'file-unexpected',
      'counts-differ',
    ]);
  });

  it('finds what is said to be erased and is opened, or never was', async () => {
    const [opened = ''] = digestsIn('JudgmentRecorded', 'panel');
    const one = await verify(inData('DisclosuresErased', { digests: [opened] }));
    expect(codesOf(one)).to.deep.equal(['erasure-opened', 'disclosure-missing', 'counts-differ']);
    const other = await verify(inData('DisclosuresErased', { digests: [digestOf('never')] }));
    expect(codesOf(other)).to.include('erasure-unfounded');
  });

  it('finds an erasure that its proposer approved, and one whose parts do not follow each other', async () => {
    const proposer = Body.parse(bodies[indexOf('ErasureProposed')])['actor'];
    const own = await verify(changed('ErasureApproved', () => ({ actor: proposer })));
    expect(codesOf(own)).to.include('erasure-unfounded');
    const parts = await verify(inData('DisclosuresErased', { part: 2, of: 2 }));
    expect(codesOf(parts)).to.include('erasure-unfounded').and.include('erasure-unfinished');
  });

  it('notes an erasure that is approved and not finished', async () => {
    const report = await verify(inData('DisclosuresErased', { of: 2 }));
    expect(codesOf(report)).to.deep.equal(['erasure-unfinished']);
    expect(report.verdict).to.equal('proved');
  });

  it('finds a day of reads that is sealed twice, or names another day before it', async () => {
    const again = await verify(
      more('AccessSealed', (last) => ({ data: { ...last.data, previous: last.id } })),
    );
    expect(codesOf(again)).to.include('access-order');
    const astray = await verify(
      more('AccessSealed', (last) => ({ data: { ...last.data, day: '2026-01-05' } })),
    );
    expect(codesOf(astray)).to.include.members(['access-order', 'access-missing']);
  });

  it('finds a ledger that is opened twice, and notes one that goes on behind a head that it lost', async () => {
    const again = (data: object) =>
      more('LedgerOpened', (last) => ({ data: { ...last.data, ...data }, basis: bodies.at(-1)?.['basis'] }));
    expect(codesOf(await verify(again({})))).to.include('first-event');
    const continues = { origin: 'ledger.example/rich', size: 120, root: 'A'.repeat(43).concat('=') };
    const report = await verify(again({ continues, origin: 'ledger.example/other' }));
    expect(codesOf(report)).to.include('log-continues').and.include('origin-differs');
  });

  it('finds a link to somebody whom the directory does not hold, and a second link', async () => {
    const received = indexOf('SubmissionReceived');
    const [pseudonym, ghost] = [Body.parse(bodies[received])['actor'], uuid('ghost')];
    const { person } = z.looseObject({ person: z.string() }).parse(pseudonym);
    const disclosure = encodeDisclosure({ salt: 'A'.repeat(22), name: `links.${person}`, value: ghost });
    const digest = digestOf(disclosure);
    const at = indexOf('SubmissionReturned');
    const line = `${canonical({ digest, disclosure, index: at })}\n`;
    const lines = textOf(files, 'disclosures.ndjson')
      .split('\n')
      .slice(0, -1)
      .map((each) => `${each}\n`);
    const place = lines.findIndex((each) => Number(/"index":(\d+)/.exec(each)?.[1]) >= at);
    const text = lines.toSpliced(place, 0, line).join('');
    const of = new Map(files).set('disclosures.ndjson', Buffer.from(text));
    const report = await verify(inData('SubmissionReturned', { auditors: { _sd: [digest] } }), of);
    // `digestsOf` gives those of participants first.
    expect(codesOf(report)).to.include.members(['disclosure-out-of-order']);
    const behind = lines.toSpliced(place + 1, 0, line).join('');
    const fits = new Map(files).set('disclosures.ndjson', Buffer.from(behind));
    const linked = await verify(inData('SubmissionReturned', { auditors: { _sd: [digest] } }), fits);
    expect(codesOf(linked)).to.deep.equal(['person-unknown', 'link-differs', 'counts-differ']);
  });

  it('finds a checkpoint of the past that none of the log’s keys of then signed', async () => {
    const all = bytesOf(bodies);
    const added = bodies.findIndex(({ type }) => type === 'LogKeyAdded');
    const past = await madeGood(files, all.slice(0, added));
    const report = await verified(files, {
      ...trustingRich,
      since: past.get('checkpoint') ?? new Uint8Array(),
    });
    expect(codesOf(report)).to.deep.equal(['since-differs']);
    expect(report.findings[0]?.message).to.include('no key of the log at');
  });

  it('finds that the log’s own keys signed another root than the entries have', async () => {
    const root = Buffer.alloc(32, 7);
    const note = await signNote(formatCheckpoint({ origin, size: bodies.length, root }), signers);
    const of = new Map(files).set('checkpoint', Buffer.from(note));
    const report = await verified(withManifest(of, { root: root.toString('base64') }), trustingRich);
    expect(codesOf(report)).to.include('root-differs');
  });

  it('finds a text that does not hash to its digest', async () => {
    const text = textOf(files, 'disclosures.ndjson').replace(/"disclosure":"W/, '"disclosure":"X');
    const of = withManifest(new Map(files).set('disclosures.ndjson', Buffer.from(text)));
    expect(codesOf(await verified(of, trustingRich))).to.include('disclosure-mismatch');
  });

  it('counts the entries and digests as its manifest says', async () => {
    const { counts } = manifestOf(files);
    for (const what of ['events', 'digests', 'opened', 'erased', 'withheld'] as const) {
      const of = withManifest(files, { counts: { ...counts, [what]: counts[what] + 1 } });
      expect(codesOf(await verified(of, trustingRich)), what).to.deep.equal(['counts-differ']);
    }
  });
});
