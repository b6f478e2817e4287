import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { describe, it } from 'mocha';
import { eventSchemas } from '../../../events/schemas.ts';
import { eventsPage } from '../../../scripts/docs/events-page.ts';
import { packageRoot } from '../../package-root.ts';

describe('docs/events.md', () => {
  it('is what `npm run docs` writes, byte for byte', () =>
    expect(readFileSync(join(packageRoot, 'docs', 'events.md'), 'utf8')).to.equal(eventsPage()));

  it('says of every event what it is', () => {
    const page = eventsPage();
    for (const { type, description } of eventSchemas.values()) {
      expect(description, type).to.match(/^.{15,}\.$/);
      expect(page).to.include(`### ${type}\n\n${description} Version `);
    }
  });
});
