import { expect } from 'chai';
import { describe, it } from 'mocha';
import { v4 } from 'uuid';
import { directoryStream, submissionStream } from '../../events/stream.ts';
import { listed } from '../store/events.ts';
import { World } from './world.ts';

const text = 'Ana Corrected-Name';
const reason = 'A slip of the registrar';

describe('a correction in the directory, through the one door', () => {
  it('is done once, is filed under whom it is about, and says nothing in the open but that it was made', async () => {
    const world = await World.open();
    const id = v4();
    const ask = () =>
      world.as(world.id('reg'), 'correct-person', { person: world.id('ana'), name: text, reason }, { id });
    const first = await ask();
    expect(await ask()).to.deep.include({ events: first.events, replayed: true });
    const newest = (await listed(world.store.readStream(directoryStream))).at(-1);
    expect(newest?.body).not.to.include(text).and.not.to.include(reason);
    expect(newest?.body).to.include(`"person":"${world.id('ana')}"`);
    const filed = new Set(await listed(world.vault.bySubject(world.id('ana'))));
    const opened = await world.vault.open(filed);
    const values = [...opened.values()].map((found) => found.state === 'opened' && found.disclosure);
    const correction = values.filter((each) => each !== false && each.name === 'reading');
    expect(correction).to.have.length(1);
    expect(correction[0]).to.include({ audience: 'auditors', author: world.id('reg') });
  });
});

describe('an audit note, through the one door', () => {
  it('shows in the log that an auditor noted something, and neither what nor about which entry', async () => {
    const world = await World.open();
    const fields = { title: 'Convoy routing', purpose: 'Plan supply routes' };
    const received = await world.act('sub', 'receive-submission', { framework: 'tests', fields });
    const about = received.events[0]?.id ?? '';
    const id = v4();
    const note = () => world.act('aud', 'add-audit-note', { about, text }, { id });
    const first = await note();
    expect(await note()).to.deep.include({ events: first.events, replayed: true });
    const [, noted] = await listed(world.store.readStream(submissionStream(world.submission)));
    expect(noted?.body).to.include('"role":"auditor"').and.to.include('"type":"AuditNoteAdded"');
    expect(noted?.body).not.to.include(text).and.not.to.include(about);
  });
});
