import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { decodeDisclosure } from '../../events/disclosure.ts';
import { digestsOf } from '../../events/reveal.ts';
import { submissionStream } from '../../events/stream.ts';
import { type Ledger, openLedger } from '../../src/folder/open-ledger.ts';
import { Members } from '../../src/members/members.ts';
import { secretsOf } from '../vault/secrets.ts';
import {
  approved,
  dataFolders,
  does,
  filesUnder,
  founded,
  idOf,
  marked,
  partsOf,
  proposed,
  withdrawnCase,
} from './folder.ts';

async function using(data: string, work: (ledger: Ledger) => Promise<void>): Promise<void> {
  const ledger = existsSync(data) ? await openLedger({ data }) : await founded(data);
  try {
    await work(ledger);
  } finally {
    await ledger.close();
  }
}

async function digestsIn({ store }: Ledger, stream: string): Promise<readonly string[]> {
  const digests = new Set<string>();
  for await (const { body } of store.readStream(stream))
    for (const { digest } of digestsOf(decode(body))) digests.add(digest);
  return [...digests];
}

const statesOf = async ({ vault }: Ledger, digests: readonly string[]): Promise<readonly string[]> => [
  ...new Set([...(await vault.open(digests)).values()].map(({ state }) => state)),
];

describe('an approved erasure', () => {
  const folder = dataFolders();

  it('is carried out and recorded by the ledger, digest by digest, and once', () =>
    using(folder(), async (ledger) => {
      const submission = await withdrawnCase(ledger);
      const other = await withdrawnCase(ledger);
      const erasing = await proposed(ledger, { submissions: [submission] });
      await approved(ledger, erasing);
      await Promise.all([ledger.erasures.run(), ledger.erasures.run()]);
      await ledger.erasures.run();
      const digests = await digestsIn(ledger, submissionStream(submission));
      const parts = await partsOf(ledger.store, erasing.erasure);
      expect(parts.map(({ data: { part, of } }) => [part, of])).to.deep.equal([[1, 1]]);
      expect(parts[0]?.data.digests).to.have.members([...digests]);
      expect(parts[0]?.actor).to.deep.equal({ person: ledger.id, role: 'service', via: 'system' });
      expect(await statesOf(ledger, digests)).to.deep.equal(['erased']);
      expect(await statesOf(ledger, await digestsIn(ledger, submissionStream(other)))).to.deep.equal([
        'opened',
      ]);
      await ledger.projector.waitFor();
      const [digest = ''] = digests;
      expect(ledger.views.erasedBy(digest)).to.deep.include({
        erasure: erasing.erasure,
        event: parts[0]?.id,
        at: parts[0]?.recordedAt,
        ground: 'data-subject-request',
      });
      expect(ledger.views.dueErasures()).to.deep.equal([]);
    })).timeout(20_000);

  it('is recorded in as many parts as it takes', () =>
    using(folder(), async (ledger) => {
      const cases: string[] = [];
      for (let n = 0; n < 45; n += 1) cases.push(await withdrawnCase(ledger));
      const erasing = await proposed(ledger, { submissions: cases });
      await approved(ledger, erasing);
      await ledger.erasures.run();
      const parts = await partsOf(ledger.store, erasing.erasure);
      expect(parts.map(({ data: { part, of } }) => [part, of])).to.deep.equal([
        [1, 2],
        [2, 2],
      ]);
      const named = parts.flatMap(({ data }) => data.digests);
      expect(new Set(named).size).to.equal(named.length);
      let expected = 0;
      for (const each of cases) expected += (await digestsIn(ledger, submissionStream(each))).length;
      expect(named).to.have.length(expected);
    })).timeout(30_000);

  it('leaves neither text, salt nor key in any file of the data folder, nor in an older copy of vault.db', async () => {
    const data = folder();
    await using(data, async (ledger) => {
      const submission = await withdrawnCase(ledger);
      await read(ledger, submission);
      const digests = [...(await digestsIn(ledger, submissionStream(submission)))];
      for await (const digest of ledger.vault.bySubject(idOf('sub'))) digests.push(digest);
      const texts = await textsOf(ledger, digests);
      const { folder: at } = ledger;
      const keys = secretsOf({ vaultPath: at.vault, keysPath: at.vaultKeys }, digests);
      const backup = join(data, '..', 'backup');
      mkdirSync(backup);
      // With what is still in its write-ahead log, as an older backup holds it.
      for (const ending of ['', '-wal'])
        copyFileSync(`${at.vault}${ending}`, join(backup, `vault.db${ending}`));
      // What is looked for is found before: texts and salts as the vault gives them, keys and ciphertexts on the disk.
      const before = Buffer.concat([...filesUnder(data).values()]);
      for (const key of keys) expect(before.includes(key)).to.equal(true);

      await approved(ledger, await proposed(ledger, { submissions: [submission], people: [idOf('sub')] }));
      await ledger.erasures.run();
      await read(ledger, submission).catch(() => undefined);
      for (const [path, bytes] of filesUnder(data)) {
        for (const text of texts) expect(bytes.includes(text), `${text} in ${path}`).to.equal(false);
        for (const key of keys) expect(bytes.includes(key), `a key or ciphertext in ${path}`).to.equal(false);
      }
    });
    // Whoever has the older copy of the texts, and the keys as they are now, opens nothing of it.
    for (const ending of ['', '-wal'])
      copyFileSync(join(data, '..', 'backup', `vault.db${ending}`), join(data, `vault.db${ending}`));
    rmSync(join(data, 'vault.db-shm'), { force: true });
    await using(data, async (ledger) => {
      const erased = (await partsOf(ledger.store, (await lastErasure(ledger)) ?? '')).flatMap(
        (part) => part.data.digests,
      );
      expect(erased.length).to.be.greaterThan(8);
      expect(await statesOf(ledger, erased)).to.deep.equal(['erased']);
    });
  }).timeout(30_000);

  it('ends what is kept of a person outside the ledger, and the links to them for good', () =>
    using(folder(), async (ledger) => {
      const submission = await withdrawnCase(ledger);
      const before = await ledger.handler.directory.pseudonym(idOf('sub'), submission);
      expect(before).to.match(/^[0-9a-f-]{36}$/);
      await approved(ledger, await proposed(ledger, { people: [idOf('sub')] }));
      await ledger.erasures.run();
      expect(await ledger.handler.directory.pseudonymIfKept(idOf('sub'), submission)).to.equal(null);
    })).timeout(20_000);

  it('waits for a hold that was placed since, and is carried out when that is released', () =>
    using(folder(), async (ledger) => {
      const submission = await withdrawnCase(ledger);
      const erasing = await proposed(ledger, { submissions: [submission] });
      // Between the approval and the keys, as where the ledger was stopped there.
      await approved(ledger, erasing);
      const placed = await does(ledger, idOf('eli'), 'place-hold', {
        submissions: [submission],
        reason: 'A court asks',
      });
      await ledger.erasures.run();
      const digests = await digestsIn(ledger, submissionStream(submission));
      expect(await statesOf(ledger, digests)).to.deep.equal(['opened']);
      let hold = '';
      for await (const { body } of ledger.store.readStream('ledger')) {
        const event = decode(body);
        if (event.type === 'HoldPlaced' && event.id === placed.events[0]?.id) hold = event.data.hold;
      }
      await does(ledger, idOf('fay'), 'release-hold', { hold, reason: 'It is done' });
      await ledger.erasures.run();
      expect(await statesOf(ledger, digests)).to.deep.equal(['erased']);
    })).timeout(20_000);

  it('is left as it is found by the next start', async () => {
    const data = folder();
    let erasure = '';
    let digests: readonly string[] = [];
    await using(data, async (ledger) => {
      const submission = await withdrawnCase(ledger);
      const erasing = await proposed(ledger, { submissions: [submission] });
      erasure = erasing.erasure;
      await approved(ledger, erasing);
      digests = await digestsIn(ledger, submissionStream(submission));
    });
    await using(data, async (ledger) => {
      await ledger.erasures.run();
      expect(await statesOf(ledger, digests)).to.deep.equal(['erased']);
      expect(await partsOf(ledger.store, erasure)).to.have.length(1);
    });
  }).timeout(20_000);
});

/** Whatever of these a reader's answer, or a view, could hold stands in the files by then. */
async function read(ledger: Ledger, submission: string): Promise<void> {
  const { store, vault, views, projector, handler, access } = ledger;
  const members = new Members({
    store,
    vault,
    views,
    projector,
    directory: handler.directory,
    access,
    now: Date.now,
  });
  const person = idOf('sub');
  const viewer = { person, via: 'token', kind: 'human', roles: ['submitter'], teams: [] } as const;
  await members.submission(viewer, submission);
}

/** What opens the digests: whole, as the value says it, and the salt of each. */
async function textsOf({ vault }: Ledger, digests: readonly string[]): Promise<readonly string[]> {
  const texts: string[] = [
    marked('file'),
    marked('comment'),
    marked('field'),
    marked('name'),
    marked('address'),
  ];
  for (const found of (await vault.open(digests)).values()) {
    if (found.state !== 'opened') throw new Error('it was opened before');
    const { disclosure } = found.disclosure;
    const { salt } = decodeDisclosure(disclosure);
    texts.push(disclosure, salt);
  }
  return texts;
}

async function lastErasure({ store }: Ledger): Promise<string | undefined> {
  let last: string | undefined;
  for await (const { stream } of store.readAll())
    if (stream.startsWith('erasure-')) last = stream.slice('erasure-'.length);
  return last;
}
