import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { z } from 'zod';
import { findings } from '../../decider/framework.ts';
import { deadline, seatsFor } from '../../decider/reviews.ts';
import { criteriaHash } from '../../handle/world.ts';
import { packageRoot } from '../../package-root.ts';
import { ServedWorld } from '../served-world.ts';

/** The server runs in this process, so that it must not wait for the other without serving it. */
async function node(cwd: string, args: readonly string[], input = ''): Promise<string> {
  const child = spawn(process.execPath, args, { cwd });
  child.stdin.end(input);
  const [out, err, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (status !== 0) throw new Error(`${args.join(' ')}\n${out}\n${err}`);
  return out;
}
const tool = (path: string): string => join(packageRoot, 'node_modules', path);

/** Compiled strictly, so that the client's types are held against what the review sends and reads. */
const settings = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    types: ['node'],
    outDir: 'out',
    rootDir: '.',
  },
  files: ['review.ts'],
};

describe('a client that is generated from the document', () => {
  let up: ServedWorld;
  let folder: string;
  before(async () => {
    up = await ServedWorld.open();
    folder = mkdtempSync(join(tmpdir(), 'govledger-client-'));
  });
  after(async () => {
    await up.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('completes a review, from receipt to decision', async function () {
    this.timeout(120_000);
    const { body } = await up.anonymous.get('/openapi.json');
    writeFileSync(join(folder, 'openapi.json'), body);
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));
    symlinkSync(join(packageRoot, 'node_modules'), join(folder, 'node_modules'));
    copyFileSync(join(packageRoot, 'test/http/openapi/review-by-client.txt'), join(folder, 'review.ts'));
    await node(folder, [tool('oazapfts/dist/cli.js'), 'openapi.json', 'client.ts']);
    await node(folder, [tool('typescript/bin/tsc'), '-p', '.']);

    const people = ['sub', 'sec', 'cha', 'ana', 'ben', 'cem', 'dua'] as const;
    const given = {
      tokens: Object.fromEntries(people.map((name) => [name, up.as(name).token])),
      seats: seatsFor('ana', 'ben', 'cem', 'dua').map((seat) => ({
        ...seat,
        holder: up.world.id(seat.seat),
      })),
      deadline,
      findings: findings(),
      criteria: criteriaHash,
      url: up.served.url,
    };
    const ran = await node(folder, ['out/review.js'], JSON.stringify(given));
    expect(Result.parse(JSON.parse(ran)).state).to.deep.equal({ phase: 'aftercare', outcome: 'approved' });
  });
});

const Result = z.object({ state: z.object({ phase: z.string(), outcome: z.string() }) });
