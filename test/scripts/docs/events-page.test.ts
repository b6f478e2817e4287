import { expect } from 'chai';
import { describe, it } from 'mocha';
import { eventSchemas } from '../../../events/schemas.ts';
import { eventsPage } from '../../../scripts/docs/events-page.ts';

describe('docs/events.md', () => {
  it('says of every event what it is', () => {
    const page = eventsPage();
    for (const { type, description } of eventSchemas.values()) {
      expect(description, type).to.match(/^.{15,}\.$/);
      expect(page).to.include(`### ${type}\n\n${description} Version `);
    }
  });
});
