import { existsSync, readdirSync, rmSync } from 'node:fs';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { decode } from '../../events/decode.ts';
import { digestsOf } from '../../events/reveal.ts';
import { submissionStream } from '../../events/stream.ts';
import { dataFolder } from '../../src/folder/data-folder.ts';
import { openLedger } from '../../src/folder/open-ledger.ts';
import { runChild } from '../store/children/run-child.ts';
import { approved, dataFolders, founded, partsOf, proposed, withdrawnCase } from './folder.ts';

const steps = [
  'before the plan',
  'before a key is destroyed',
  'between two keys',
  'before it is recorded',
  'between two parts',
  'before the plan is removed',
] as const;
/** More than one part of them. */
const cases = 45;

describe('an erasure that is killed', () => {
  const folder = dataFolders();

  for (const step of steps)
    for (const isPlanLost of [false, true]) {
      if (isPlanLost && (step === 'before the plan' || step === 'before the plan is removed')) continue;
      it(`${step}${isPlanLost ? ', and whose plan is lost' : ''} is finished by the next start`, async () => {
        const data = folder();
        const before = await founded(data);
        const submissions: string[] = [];
        for (let n = 0; n < cases; n += 1) submissions.push(await withdrawnCase(before));
        const other = await withdrawnCase(before);
        const erasing = await proposed(before, { submissions });
        await approved(before, erasing);
        await before.close();

        const child = runChild('../../erasure/children/erase-until', [data, step]);
        expect(await child.ended, child.lines.join('\n')).to.equal('SIGKILL');
        const { erasing: plans } = dataFolder(data);
        if (isPlanLost) rmSync(plans, { recursive: true });

        const ledger = await openLedger({ data });
        try {
          await ledger.erasures.run();
          const expected = new Set<string>();
          for (const each of submissions)
            for await (const { body } of ledger.store.readStream(submissionStream(each)))
              for (const { digest } of digestsOf(decode(body))) expected.add(digest);
          const parts = await partsOf(ledger.store, erasing.erasure);
          const named = parts.flatMap((part) => part.data.digests);
          expect(new Set(named).size).to.equal(named.length);
          expect([...named].sort()).to.deep.equal([...expected].sort());
          expect(parts.map(({ data: { part } }) => part)).to.deep.equal(parts.map((_, i) => i + 1));
          expect(parts.at(-1)?.data.of).to.equal(parts.length);
          for (const [digest, { state }] of await ledger.vault.open(named))
            expect(state, digest).to.equal('erased');
          let open = 0;
          for await (const _ of ledger.vault.ofStream(submissionStream(other))) open += 1;
          expect(open).to.be.greaterThan(19);
          expect(existsSync(plans) ? readdirSync(plans) : []).to.deep.equal([]);
        } finally {
          await ledger.close();
        }
      }).timeout(60_000);
    }
});
