import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { systemCommandId } from '../../events/derived-ids.ts';
import { digestsOf } from '../../events/reveal.ts';
import { accessFileLines, digestOfAccessFile } from '../../src/access/access-file.ts';
import { makeLogKey } from '../../src/checkpoint/log-key.ts';
import { agree, approve, holding, judged, officeOf, propose } from '../erasure/office.ts';
import type { World } from '../handle/world.ts';
import { emptyFolder, exported, filesOf } from '../ledger-export/made.ts';
import { signedHead, trusting, verified } from './exports.ts';
import { origin } from './played.ts';

const day = '2026-01-04';

/** An act of the ledger itself. */
const bySystem = (
  world: World,
  type: string,
  asked: Parameters<World['handler']['handle']>[0]['asked'],
  subject = '',
) =>
  world.handler.handle({
    id: systemCommandId(world.ledger, type, day),
    asked,
    subject,
    actor: null,
    via: 'system',
  });

describe('acts that went through the one door', () => {
  it('verify: holds, retention, an erasure, keys of the log, exports and a sealed day', async () => {
    const world = await officeOf();
    const subject = { subject: '' };
    await judged(world);
    await approve(world);
    const hold = await holding(world, { submissions: [world.submission] });
    await world.act('fay', 'release-hold', { hold, reason: 'The court is done' }, subject);
    await world.act('adm', 'add-log-key', { key: makeLogKey(origin).verifier }, subject);
    const rows = [
      {
        at: `${day}T09:00:00.000Z`,
        fields: ['text'],
        person: world.ledger,
        purpose: 'timeline',
        submission: world.submission,
      },
    ];
    const lines = [...accessFileLines({ day, salt: Buffer.alloc(32, 1) }, rows)];
    await bySystem(world, 'AccessSealed', { name: 'seal-access', data: digestOfAccessFile(lines) });
    const { size, root } = await signedHead(world.store);
    await world.act(
      'aud',
      'record-export',
      {
        export: world.submission,
        audience: 'auditors',
        from: 0,
        size,
        root: Buffer.from(root).toString('base64'),
        manifest: '0'.repeat(64),
      },
      subject,
    );
    const erased = await firstTexts(world);
    const erasing = await propose(world, { digests: [...erased] });
    await agree(world, erasing);
    await world.vault.erase(erased);
    const data = { proposal: erasing.proposal, part: 1, of: 1, digests: [...erased] };
    await bySystem(world, 'DisclosuresErased', { name: 'record-erased', data }, erasing.erasure);

    await world.act(
      'eli',
      'set-retention',
      { recordClass: 'declined', days: 10, reason: 'The schedule' },
      subject,
    );

    const folder = emptyFolder();
    try {
      const published = await signedHead(world.store);
      await exported(world, folder.at('out'), { published, access: { fileOf: () => lines } });
      const report = await verified(filesOf(folder.at('out')), trusting);
      // The second key has just been added, and the tests' head is signed by the first alone.
      expect(report.findings.map(({ code }) => code)).to.deep.equal(['key-not-signing']);
      expect(report.verdict).to.equal('proved');
      expect(report.digests).to.include({ erased: erased.length });
    } finally {
      folder.remove();
    }
  });
});

/** What screening seals: a link, and reasons where it had any. */
async function firstTexts({ store }: World): Promise<readonly string[]> {
  for await (const { type, body } of store.readAll())
    if (type === 'SubmissionScreened') return digestsOf(decode(body)).map(({ digest }) => digest);
  return [];
}
