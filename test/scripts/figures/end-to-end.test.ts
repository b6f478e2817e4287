import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { datasets } from '../../../scripts/raw/folder.ts';
import { itNeeding } from '../../it-needing.ts';
import { packageRoot } from '../../package-root.ts';
import { withFiles } from '../raw/folder.ts';
import { inventedInventory } from './invented-inventory.ts';

interface Ran {
  readonly code: number | string;
  readonly stdout: string;
}

function script(name: string, args: readonly string[], raw?: string): Promise<Ran> {
  const file = join(packageRoot, 'dist', 'scripts', `${name}.js`);
  const env = raw === undefined ? process.env : { ...process.env, GOVLEDGER_DATASETS: raw };
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env, maxBuffer: 16_777_216 }, (error, stdout) => {
      resolve({ code: error?.code ?? 0, stdout });
    });
  });
}

describe('import:federal and figures', function () {
  // Each step is a process of its own, on machines that may be busy.
  this.timeout(300_000);

  it('fill a ledger through the command line; again adds nothing, a longer history what is new', () =>
    withFiles({}, async (folder) => {
      const raw = join(folder, 'federal-ai-2024');
      await mkdir(raw);
      for (const [name, text] of Object.entries(inventedInventory)) await writeFile(join(raw, name), text);
      const on = ['--data', join(folder, 'data')] as const;
      const firstEdition = ['--edition', '2024-12-18'] as const;

      const first = await script('import-federal', [...on, ...firstEdition], folder);
      expect(first.stdout).to.match(/added +6\nhere before +0\n/);
      const short = await script('figures', ['federal', ...on], folder);
      expect(short.code).to.equal(1);
      expect(short.stdout).to.match(/2025-01-23 use cases +3 +2 +DIFFERS\n/);
      const longer = await script('import-federal', on, folder);
      expect(longer.stdout).to.match(/added +4\nhere before +6\n/);
      const again = await script('import-federal', on, folder);
      expect(again.stdout).to.match(/added +0\nhere before +10\n/);
      const whole = await script('figures', ['federal', ...on], folder);
      expect(whole.stdout).to.match(/\n15 figures, all equal\n$/);
      expect(whole.code).to.equal(0);
    }));

  itNeeding('the raw files in ../shared/data/federal-ai-2024', existsSync(datasets('federal-ai-2024')))(
    'give the published figures of the inventory, every one',
    () =>
      withFiles({}, async (folder) => {
        const on = ['--data', join(folder, 'data')] as const;
        expect((await script('import-federal', on)).stdout).to.match(/added +4,333\n/);
        expect((await script('figures', ['federal', ...on])).stdout).to.match(/\n97 figures, all equal\n$/);
      }),
  );

  it('say what is missing, and how else to say it', async () => {
    expect(await script('figures', ['federal'], join(packageRoot, 'no-such-folder'))).to.include({ code: 2 });
    expect(await script('figures', ['other'])).to.include({ code: 2 });
    expect(await script('import-federal', ['--edition', '2023'])).to.include({ code: 2 });
    expect(await script('import-joss', ['--texts', '0'])).to.include({ code: 2 });
  });
});
