import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import type { z } from 'zod';
import { digestOf, encodeDisclosure } from '../../events/disclosure.ts';
import { toJson } from '../../events/json.ts';
import { PersonExport } from '../../src/exports/person-export.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import { codeOf, type ServedWorld } from './served-world.ts';
import { approve, judge, servedReview } from './under-review.ts';

type Exported = z.infer<typeof PersonExport>;

describe('the export of a person', () => {
  let up: ServedWorld;
  before(async () => {
    up = await servedReview('ana', 'ben');
  });
  after(() => up.close());

  const exportOf = async (name: 'ana' | 'ben' | 'sub' | 'spo' | 'sec' | 'aud'): Promise<Exported> => {
    const answered = await up.as(name).get('/api/me/export');
    expect(answered.status, answered.body).to.equal(200);
    expect(answered.headers['content-disposition']).to.include('attachment');
    return PersonExport.parse(answered.json());
  };
  const textsOf = ({ record }: Exported) =>
    record.flatMap(({ type, texts }) => texts.map((text) => ({ type, ...text })));

  it('holds the directory’s entry with what it keeps sealed, but never the secret', async () => {
    const { directory, record } = await exportOf('ana');
    expect(directory.name).to.deep.equal({ state: 'opened', value: 'Name of ana' });
    expect(directory).to.deep.include({ roles: ['reviewer'], teams: ['product-policy'], kind: 'human' });
    const registered = record.find(({ type }) => type === 'PersonRegistered');
    expect(registered?.how).to.equal('about');
    const secret = registered?.texts.find(({ field }) => field === 'secret');
    expect(secret).to.include({ state: 'withheld' }).and.not.have.property('value');
  });

  it('holds credentials with labels and times, their history, the feed and what was read, and no secret of any', async () => {
    await up.as('ben').post('/api/me/feed', undefined);
    await up.as('ben').get(`/api/submissions/${up.world.submission}`);
    const answered = await up.as('ben').get('/api/me/export');
    const { credentials, credentialHistory, reads, counts } = PersonExport.parse(answered.json());
    expect(credentials.tokens).to.have.length(1);
    expect(credentials.feed?.created).to.match(/^\d{4}-/);
    expect(credentialHistory.length).to.be.greaterThan(1);
    expect(reads).to.deep.include({ ...Object(reads[0]), submission: up.world.submission });
    expect(counts.reads).to.equal(reads.length);
    expect(answered.body)
      .to.not.match(/gv[lsf]_/)
      .and.not.include(up.as('ben').token);
  });

  it('holds one’s own acts with what one wrote, each text as the log has its digest', async () => {
    const made = await exportOf('ana');
    const own = made.record.filter(({ how }) => how === 'own');
    expect(own.map(({ type }) => type)).to.include.members(['InterestDeclared', 'JudgmentRecorded']);
    const reasons = textsOf(made).find(({ field }) => field === 'reasons');
    expect(reasons?.value).to.deep.equal({ summary: 'Reasons of ana' });
    for (const { digest, salt = '', field, value, state } of textsOf(made)) {
      if (state !== 'opened') continue;
      expect(digestOf(encodeDisclosure({ salt, name: field ?? '', value: toJson(value) }))).to.equal(digest);
    }
  });

  it('holds nothing that others wrote: their entries are named, with their place alone', async () => {
    const answered = await up.as('ana').get('/api/me/export');
    expect(answered.body).to.not.include('Reasons of ben').and.not.include('Convoy');
    const { record } = PersonExport.parse(answered.json());
    const convened = record.find(({ type }) => type === 'PanelConvened');
    expect(convened).to.include({ how: 'about' }).and.not.have.property('says');
    expect(convened?.named).to.deep.equal(['seats.0.holder']);
    expect(
      textsOf({ ...PersonExport.parse(answered.json()) }).some(({ value }) => value === up.world.id('ben')),
    ).to.equal(false);
  });

  it('holds what one wrote in a case that one no longer sees', async () => {
    const other = await servedReview('dua');
    try {
      await other.world.act('dua', 'recuse-reviewer', { seat: 'dua', kind: 'self' });
      expect((await other.as('dua').get(`/api/submissions/${other.world.submission}`)).status).to.equal(404);
      const { body } = await other.as('dua').get('/api/me/export');
      expect(body).to.include('Reasons of dua');
    } finally {
      await other.close();
    }
  });

  it('is refused for somebody else, but to the privacy officer and the operator', async () => {
    const path = `/api/people/${up.world.id('ana')}/export`;
    const refused = await up.as('sec').get(path);
    expect([refused.status, codeOf(refused)]).to.deep.equal([403, 'not-permitted']);
    const answered = await up.operator.get(path);
    expect(answered.status).to.equal(200);
    expect(PersonExport.parse(answered.json()).manifest.madeFor).to.equal('somebody-else');
  });

  it('tells nobody else how somebody judges while the review is open, and that it was handed out is noted', async () => {
    const path = `/api/people/${up.world.id('ana')}/export`;
    const before = await up.operator.get(path);
    expect(before.body).to.not.include('Reasons of ana');
    const { record } = PersonExport.parse(before.json());
    const judged = record.find(({ type }) => type === 'JudgmentRecorded');
    expect(judged?.texts.map(({ state }) => state)).to.deep.equal(['withheld', 'withheld']);
    await judge(up.world, 'cem');
    await judge(up.world, 'dua');
    await approve(up.world);
    expect((await up.operator.get(path)).body).to.include('Reasons of ana');
    const { operator } = foundingOf(up.world.ledger);
    const noted = [...up.access.readsBy(operator)].filter(({ purpose }) => purpose === 'person-export');
    expect(noted.map(({ submission }) => submission)).to.include(up.world.submission);
  });

  it('is of nobody whom the directory does not hold', async () => {
    const answered = await up.operator.get('/api/people/0d6f4a9e-52a3-4c1b-8f0e-7f0a3f1d2c11/export');
    expect([answered.status, codeOf(answered)]).to.deep.equal([404, 'not-found']);
  });
});
