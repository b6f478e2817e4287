import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { describe } from 'mocha';
import { policyOfKeys } from '../../src/checkpoint/believed-checkpoint.ts';
import { checkReceipt } from '../../src/checkpoint/receipt-check.ts';
import { foundingOf } from '../../src/folder/founding.ts';
import { operatorCaller } from '../../src/identity/caller.ts';
import { itNeeding } from '../it-needing.ts';
import { testOrigin } from '../log/log-at-work.ts';
import { logKeyFor } from '../log-keys.ts';
import { packageRoot } from '../package-root.ts';
import { ServedWorld } from './served-world.ts';

const page = readFileSync(join(packageRoot, 'docs', 'api.md'), 'utf8');
const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block);
const hasCurl = spawnSync('curl', ['--version']).status === 0;

describe('docs/api.md', () => {
  itNeeding('curl', hasCurl)('holds lines that do as it says, one after the other', async () => {
    const up = await ServedWorld.open();
    try {
      const { operator } = foundingOf(up.world.ledger);
      const person = up.world.id('sub');
      const { code } = await up.identity.issueCode({ person, by: operatorCaller(operator), recovery: true });
      const env = { ...process.env, GOVLEDGER_SERVER: up.served.url, CODE: code };
      const child = spawn('bash', ['--norc', '-euo', 'pipefail', '-c', blocks.join('\n')], { env });
      const [out, err, [status]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'close'),
      ]);
      expect({ status, err }).to.deep.equal({ status: 0, err: '' });
      const said = out.trim().split('\n');
      expect(said.slice(0, 2)).to.deep.equal([person, 'true']);
      expect(JSON.parse(said[2] ?? '')).to.include({ type: 'SubmissionReceived' });
      const receipt = said.slice(3, said.findIndex((line) => line.startsWith('— ')) + 1);
      const policy = policyOfKeys(logKeyFor(testOrigin).verifier);
      const proof = `${receipt.join('\n')}\n`;
      expect(checkReceipt(proof, Buffer.from(said[2] ?? ''), policy).checkpoint.signedBy).to.have.length(1);
      const rest = said.slice(3 + receipt.length);
      expect(rest.slice(0, 2)).to.deep.equal(['SubmissionRevised', '/problems/stale']);
      expect(rest.slice(2, 4)).to.deep.equal(['1', 'FrameworkProposed']);
      expect(rest[4]).to.match(/^Check the id/);
    } finally {
      await up.close();
    }
  });
});
