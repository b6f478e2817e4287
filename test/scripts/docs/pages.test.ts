import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { pages } from '../../../scripts/docs/pages.ts';
import { packageRoot } from '../../package-root.ts';

describe('the generated pages of docs/', () => {
  for (const [name, page] of Object.entries(pages))
    it(`${name} is what \`npm run docs\` writes, byte for byte`, async () =>
      expect(await readFile(join(packageRoot, 'docs', name), 'utf8')).to.equal(page()));
});
