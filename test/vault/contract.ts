import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { type Disclosure, maxBlobBytes, type Vault } from '../../src/vault/vault.ts';
import { disclosureOf, listed } from './disclosures.ts';
import { refused } from './refusals.ts';

const day = 86_400_000;

/** What every vault keeps. `open` gives an empty one that tells the time by `now`. */
export function vaultContract(name: string, open: (now: () => number) => Promise<Vault>): void {
  describe(`the vault contract: ${name}`, () => {
    let vault: Vault;
    let now = 0;

    beforeEach(async () => {
      now = Date.UTC(2025, 0, 1);
      vault = await open(() => now);
    });
    afterEach(() => vault.close());

    const openOne = async (digest: string) => (await vault.open([digest])).get(digest);
    const nothingKnown = () => false;

    describe('putting and opening', () => {
      it('gives back what was put, all of it', async () => {
        const disclosure = disclosureOf('Grüße, 世界', {
          audience: 'auditors',
          name: 'fields.summary',
          about: [randomUUID(), randomUUID()],
        });
        await vault.put([disclosure]);
        expect(await openOne(disclosure.digest)).to.deep.equal({ state: 'opened', disclosure });
      });

      it('answers each digest asked for, whatever the order, and says which are missing', async () => {
        const [a, b, never] = [disclosureOf('a'), disclosureOf('b'), disclosureOf('never put')];
        await vault.put([a, b]);
        const opened = await vault.open([b.digest, never.digest, a.digest, b.digest, 'no digest at all', '']);
        expect(Object.fromEntries(opened)).to.deep.equal({
          [a.digest]: { state: 'opened', disclosure: a },
          [b.digest]: { state: 'opened', disclosure: b },
          [never.digest]: { state: 'missing' },
          'no digest at all': { state: 'missing' },
          '': { state: 'missing' },
        });
      });

      it('opens nothing when asked for nothing and puts nothing when given nothing', async () => {
        await vault.put([]);
        expect((await vault.open([])).size).to.equal(0);
      });

      it('keeps one entry when the same disclosure is put twice, in one call or in two', async () => {
        const disclosure = disclosureOf('once');
        await vault.put([disclosure, disclosure]);
        await vault.put([disclosure]);
        expect(await listed(vault.ofStream(disclosure.stream))).to.deep.equal([disclosure.digest]);
        expect(await listed(vault.byAuthor(disclosure.author))).to.deep.equal([disclosure.digest]);
      });

      it('keeps the first filing when a digest comes again under another', async () => {
        const first = disclosureOf('filed');
        await vault.put([first]);
        await vault.put([{ ...first, stream: 'submission-other', audience: 'public' }]);
        expect(await openOne(first.digest)).to.deep.equal({ state: 'opened', disclosure: first });
        expect(await listed(vault.ofStream('submission-other'))).to.deep.equal([]);
      });

      it('keeps everything that concurrent callers put, also where they put the same', async () => {
        const shared = disclosureOf('shared', { stream: 'submission-many' });
        const own = Array.from({ length: 50 }, (_, n) => disclosureOf(`${n}`, { stream: 'submission-many' }));
        await Promise.all(own.map((disclosure) => vault.put([disclosure, shared])));
        const opened = await vault.open([shared, ...own].map((disclosure) => disclosure.digest));
        expect([...opened.values()].every((one) => one.state === 'opened')).to.equal(true);
        expect(await listed(vault.ofStream('submission-many'))).to.have.lengthOf(51);
      });

      it('refuses a disclosure that does not hash to its digest and keeps nothing of that call', async () => {
        const good = disclosureOf('good');
        const bad = { ...disclosureOf('bad'), digest: disclosureOf('other').digest };
        await refused(vault.put([good, bad]), 'disclosure-mismatch');
        expect(await openOne(good.digest)).to.deep.equal({ state: 'missing' });
      });

      it('a refused caller does not disturb the others', async () => {
        const good = disclosureOf('good');
        const bad = { ...disclosureOf('bad'), blob: randomUUID() };
        const [kept, lost] = await Promise.allSettled([vault.put([good]), vault.put([bad])]);
        expect([kept.status, lost.status]).to.deep.equal(['fulfilled', 'rejected']);
        expect((await openOne(good.digest))?.state).to.equal('opened');
        expect((await openOne(bad.digest))?.state).to.equal('missing');
      });

      it('is not changed by what the caller does to its objects afterwards', async () => {
        const about = [randomUUID()];
        const disclosure = disclosureOf('mine', { about });
        const putting = vault.put([disclosure]);
        await putting;
        about.push(randomUUID());
        const opened = await openOne(disclosure.digest);
        expect(opened?.state === 'opened' && opened.disclosure.about).to.have.lengthOf(1);
      });

      it('opens thousands at once', async () => {
        const many = Array.from({ length: 5_000 }, (_, n) => disclosureOf(`number ${n}`));
        await vault.put(many);
        const opened = await vault.open(many.map((disclosure) => disclosure.digest));
        expect(opened.size).to.equal(5_000);
        for (const disclosure of many) {
          expect(opened.get(disclosure.digest)).to.deep.equal({ state: 'opened', disclosure });
        }
      });
    });

    describe('filing', () => {
      it('lists digests by stream, by author and by the people they are about, in the order put', async () => {
        const [ana, ben] = [randomUUID(), randomUUID()];
        const one = disclosureOf('1', { stream: 'submission-x', author: ana, about: [ben] });
        const two = disclosureOf('2', { stream: 'submission-y', author: ana, about: [ana, ben, ben] });
        const three = disclosureOf('3', { stream: 'submission-x', author: ben });
        await vault.put([one]);
        await vault.put([two, three]);
        expect(await listed(vault.ofStream('submission-x'))).to.deep.equal([one.digest, three.digest]);
        expect(await listed(vault.byAuthor(ana))).to.deep.equal([one.digest, two.digest]);
        expect(await listed(vault.bySubject(ben))).to.deep.equal([one.digest, two.digest]);
        expect(await listed(vault.bySubject(ana))).to.deep.equal([two.digest]);
        expect(await listed(vault.ofStream('submission-z'))).to.deep.equal([]);
        expect(await listed(vault.byAuthor(randomUUID()))).to.deep.equal([]);
      });

      it('files what nobody wrote under no author', async () => {
        await vault.put([disclosureOf('by the system', { author: '' })]);
        expect(await listed(vault.byAuthor(''))).to.deep.equal([]);
      });

      it('lists more than a page of a stream, while more is put', async () => {
        const stream = `submission-${randomUUID()}`;
        const many = Array.from({ length: 2_500 }, (_, n) => disclosureOf(`${n}`, { stream }));
        await vault.put(many);
        const seen: string[] = [];
        for await (const digest of vault.ofStream(stream)) {
          if (seen.length === 10) await vault.put([disclosureOf('elsewhere')]);
          seen.push(digest);
        }
        expect(seen).to.deep.equal(many.map((disclosure) => disclosure.digest));
      });
    });

    describe('erasing', () => {
      it('says erased for ever after, lists it nowhere, and leaves the others', async () => {
        const stream = `submission-${randomUUID()}`;
        const person = randomUUID();
        const gone = disclosureOf('gone', { stream, author: person, about: [person] });
        const kept = disclosureOf('kept', { stream, author: person, about: [person] });
        await vault.put([gone, kept]);
        await vault.erase([gone.digest]);
        expect(await openOne(gone.digest)).to.deep.equal({ state: 'erased' });
        expect((await openOne(kept.digest))?.state).to.equal('opened');
        expect(await listed(vault.ofStream(stream))).to.deep.equal([kept.digest]);
        expect(await listed(vault.byAuthor(person))).to.deep.equal([kept.digest]);
        expect(await listed(vault.bySubject(person))).to.deep.equal([kept.digest]);
      });

      it('may be repeated, and passes over what was never put', async () => {
        const disclosure = disclosureOf('twice');
        const never = disclosureOf('never put');
        await vault.put([disclosure]);
        await vault.erase([disclosure.digest]);
        await vault.erase([disclosure.digest, never.digest, 'no digest']);
        expect((await openOne(disclosure.digest))?.state).to.equal('erased');
        expect((await openOne(never.digest))?.state).to.equal('missing');
      });

      it('is not undone by putting the same again', async () => {
        const disclosure = disclosureOf('again');
        await vault.put([disclosure]);
        await vault.erase([disclosure.digest]);
        await vault.put([disclosure]);
        expect(await openOne(disclosure.digest)).to.deep.equal({ state: 'erased' });
      });

      it('also takes what was put just before and had not yet returned', async () => {
        const disclosure = disclosureOf('racing');
        const putting = vault.put([disclosure]);
        await vault.erase([disclosure.digest]);
        await putting;
        expect((await openOne(disclosure.digest))?.state).to.equal('erased');
      });
    });

    describe('attachments', () => {
      it('gives back the bytes and says how many and what they hash to', async () => {
        const content = randomBytes(700_001);
        const blob = await vault.putBlob([
          content.subarray(0, 3),
          content.subarray(3, 400_000),
          content.subarray(400_000),
        ]);
        expect(blob.bytes).to.equal(700_001);
        expect(blob.sha256).to.equal(createHash('sha256').update(content).digest('hex'));
        expect(await bytesOf(blob.id)).to.deep.equal(content);
      });

      it('keeps an empty one', async () => {
        const blob = await vault.putBlob([]);
        expect(blob.bytes).to.equal(0);
        expect(await bytesOf(blob.id)).to.have.lengthOf(0);
      });

      it('gives the same content an id of its own each time', async () => {
        const [a, b] = await Promise.all([
          vault.putBlob([Buffer.from('same')]),
          vault.putBlob([Buffer.from('same')]),
        ]);
        expect(a.id).not.to.equal(b.id);
        expect(await bytesOf(b.id)).to.deep.equal(Buffer.from('same'));
      });

      it('says missing for an id that it never gave', async () => {
        expect((await vault.getBlob(randomUUID())).state).to.equal('missing');
        expect((await vault.getBlob('../vault-keys.db')).state).to.equal('missing');
      });

      it('takes the largest allowed and refuses one byte more, naming the limit', async () => {
        const megabyte = Buffer.alloc(1024 * 1024, 7);
        const full = Array.from({ length: 25 }, () => megabyte);
        expect((await vault.putBlob(full)).bytes).to.equal(maxBlobBytes);
        const error = await refused(vault.putBlob([...full, Buffer.from('x')]), 'too-large');
        expect(error.facts).to.deep.include({ limit: maxBlobBytes });
      });

      it('passes on what the source threw', async () => {
        const broken = async function* () {
          yield Buffer.from('begun');
          throw new Error('the upload broke off');
        };
        const error = await vault.putBlob(broken()).catch((reason: unknown) => reason);
        expect(error).to.be.an('error').with.property('message', 'the upload broke off');
      });

      it('belongs to the disclosure that describes it, and is erased with it', async () => {
        const blob = await vault.putBlob([Buffer.from('attached')]);
        const disclosure = disclosureOf('plan.pdf', { name: 'attachment', blob: blob.id });
        await vault.put([disclosure]);
        expect(await openOne(disclosure.digest)).to.deep.equal({ state: 'opened', disclosure });
        await vault.erase([disclosure.digest]);
        expect((await vault.getBlob(blob.id)).state).to.equal('erased');
      });

      it('refuses a disclosure of a blob that is not there, or is another’s', async () => {
        const blob = (await vault.putBlob([Buffer.from('attached')])).id;
        const [mine, theirs] = [disclosureOf('mine', { blob }), disclosureOf('theirs', { blob })];
        await refused(vault.put([disclosureOf('none', { blob: randomUUID() })]), 'blob-unknown');
        await refused(vault.put([mine, theirs]), 'blob-taken');
        await vault.put([mine]);
        await vault.put([mine]);
        await refused(vault.put([theirs]), 'blob-taken');
        await vault.erase([mine.digest]);
        await refused(vault.put([theirs]), 'blob-unknown');
      });

      const bytesOf = async (id: string): Promise<Buffer> => {
        const blob = await vault.getBlob(id);
        if (blob.state !== 'opened') throw new Error(`blob is ${blob.state}`);
        return Buffer.concat(await listed(blob.content));
      };
    });

    describe('orphans', () => {
      it('are what no event mentions, once they are old enough', async () => {
        const [known, orphan] = [disclosureOf('known'), disclosureOf('orphan')];
        await vault.put([known, orphan]);
        now += day;
        const young = disclosureOf('young');
        await vault.put([young]);
        const isKnown = (digest: string) => digest === known.digest;
        expect(await listed(vault.orphans(now, isKnown))).to.deep.equal([orphan.digest]);
        expect(await vault.deleteOrphans(now, isKnown)).to.deep.equal({ disclosures: 1, blobs: 0 });
        expect(await states([known, orphan, young])).to.deep.equal(['opened', 'missing', 'opened']);
        now += day;
        expect(await vault.deleteOrphans(now, async (digest) => isKnown(digest))).to.deep.equal({
          disclosures: 1,
          blobs: 0,
        });
        expect(await states([known, orphan, young])).to.deep.equal(['opened', 'missing', 'missing']);
      });

      it('are young again when put again, also while the log is being asked', async () => {
        const [again, racing] = [disclosureOf('again'), disclosureOf('racing')];
        await vault.put([again, racing]);
        now += day;
        await vault.put([again]);
        const isKnown = async (digest: string) => {
          if (digest === racing.digest) await vault.put([racing]);
          return false;
        };
        expect(await vault.deleteOrphans(now, isKnown)).to.deep.equal({ disclosures: 0, blobs: 0 });
        expect(await states([again, racing])).to.deep.equal(['opened', 'opened']);
      });

      it('are looked for again where they were too young, behind much that the log knows', async () => {
        const orphan = disclosureOf('orphan');
        const known = new Set<string>();
        const isKnown = (digest: string) => known.has(digest);
        await vault.put([orphan]);
        const many = Array.from({ length: 1_100 }, (_, n) => disclosureOf(`known ${n}`));
        await vault.put(many);
        for (const { digest } of many) known.add(digest);
        now += day;
        await vault.put([orphan]);
        expect(await vault.deleteOrphans(now, isKnown)).to.deep.equal({ disclosures: 0, blobs: 0 });
        now += day;
        expect(await vault.deleteOrphans(now, isKnown)).to.deep.equal({ disclosures: 1, blobs: 0 });
      });

      it('can be put anew after they were deleted', async () => {
        const orphan = disclosureOf('orphan', { about: [randomUUID()] });
        await vault.put([orphan]);
        now += day;
        await vault.deleteOrphans(now, nothingKnown);
        expect(await listed(vault.byAuthor(orphan.author))).to.deep.equal([]);
        await vault.put([orphan]);
        expect(await openOne(orphan.digest)).to.deep.equal({ state: 'opened', disclosure: orphan });
        expect(await listed(vault.byAuthor(orphan.author))).to.deep.equal([orphan.digest]);
      });

      it('take their blobs along, and a blob that no disclosure describes is one', async () => {
        const [loose, owned, kept] = await Promise.all([
          vault.putBlob([Buffer.from('loose')]),
          vault.putBlob([Buffer.from('owned')]),
          vault.putBlob([Buffer.from('kept')]),
        ]);
        const orphan = disclosureOf('orphan', { blob: owned.id });
        const known = disclosureOf('known', { blob: kept.id });
        await vault.put([orphan, known]);
        now += day;
        const swept = await vault.deleteOrphans(now, (digest) => digest === known.digest);
        expect(swept).to.deep.equal({ disclosures: 1, blobs: 2 });
        const left = await Promise.all([loose, owned, kept].map((blob) => vault.getBlob(blob.id)));
        expect(left.map((blob) => blob.state)).to.deep.equal(['missing', 'missing', 'opened']);
      });

      it('are not what was erased', async () => {
        const erased = disclosureOf('erased');
        await vault.put([erased]);
        await vault.erase([erased.digest]);
        now += day;
        expect(await listed(vault.orphans(now, nothingKnown))).to.deep.equal([]);
        await vault.deleteOrphans(now, nothingKnown);
        expect(await states([erased])).to.deep.equal(['erased']);
      });

      it('are found in pages', async () => {
        const many = Array.from({ length: 2_300 }, (_, n) => disclosureOf(`${n}`));
        await vault.put(many);
        now += day;
        const known = new Set(many.filter((_, n) => n % 3 === 0).map((disclosure) => disclosure.digest));
        const swept = await vault.deleteOrphans(now, (digest) => known.has(digest));
        expect(swept.disclosures).to.equal(many.length - known.size);
        const expected = many.map((one) => (known.has(one.digest) ? 'opened' : 'missing'));
        expect(await states(many)).to.deep.equal(expected);
      });

      const states = async (disclosures: readonly Disclosure[]): Promise<(string | undefined)[]> => {
        const opened = await vault.open(disclosures.map((disclosure) => disclosure.digest));
        return disclosures.map((disclosure) => opened.get(disclosure.digest)?.state);
      };
    });
  });
}
